"""The chassis against real PostgreSQL and RabbitMQ."""
