"""What gunicorn loads in every worker: settings, logs, the bus, the application."""

from gateway.app import create_app
from gateway.metrics import Inside
from gateway.security.session import Sessions
from gateway.session_news import hear_session_news
from gateway.settings import GatewaySettings
from services.chassis.logs import configure
from services.chassis.rpc_client import Bus
from services.chassis.settings import load_settings

LONGEST_AWAY_S = 5

settings = load_settings(GatewaySettings)
configure("gateway", settings.log_level)
sessions = Sessions()
bus = Bus(settings.broker_url.get_secret_value(), user="gateway")
hear_session_news(bus, sessions)
bus.start()
app = Inside(create_app(settings, bus, sessions=sessions), settings.inside_port, lambda: bus.disconnected_for_s() < LONGEST_AWAY_S)
