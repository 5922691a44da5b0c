"""Words that Swedish and English speakers reach for when a password is wanted, tried first by anyone who guesses."""

_WORDS = """
abc admin administratör aik alexander alla andra anna april arbete augusti bajen banan barn baseball batman bil bilar blomma blommor blå
bolag bolaget borås brand bröllop båt chef choklad dag dator december detta djur djurgården dotter dragon dricka drottning du eld emma
en engelska ett familj familjen fastighet fastigheter februari fisk fjäril football fotboll fredag freedom frölunda färjestaden får
gamla god goda godis gott granit grön gul guld gård gården göteborg hammarby han hantverkare hatt hav havet hej hejhej hejsan helg hello
helsingborg hem hemlig hemligt hemma himlen hjälp hjärta hockey hon hund hunden hus huset huvudadministratör hyra hyresgäst hyresvärd
häst hästar hå höst i ifk iloveyou ingen inloggning ishockey jag jan januari jul julafton juli juni jättebra kaffe kalle karin katt
katten kaxig konto kontor kontoret korv kundportal kung kärlek köp lagom landvetter larm letmein linköping liten livet ljus login lokal
lokaler lova luna lund lycka lyckan lägenhet lördag lösen lösenord maj malmö mamma man mars maskros master mat michael min mitt
mittlösenord molndal monkey mor morgon mormor mormors musik måndag måne mölndal natt ni nordstan norrköping november ny nya nyckel nyår
oktober ola olle onsdag open orange ord organisation ost pappa partille password platzer platzerfastigheter pojke portal potatis
princess på påsk qwerty rik rosa röd sandra secret semester september servitör shadow sju skog skola skolan snälla snö snöboll sol solen
solsken sommar sommaren sommarlov son sportbil springa stad start starwars sten stjärna stockholm stor stora summer sunshine superman
svart svensk svenska sverige sång söndag tack tant telefon test tisdag tjej tjena tomten torsdag tre trustno tusen två uppsala vatten
vem vi vilken vinter vintern vit volvo väder välkommen vän vänner västra vår våren welcome whatever world year zlatan älg älska älskar
älskardig ängel äpple åka år året åskar öl ön öppna örebro
"""

COMMON_WORDS: tuple[str, ...] = tuple(_WORDS.split())
"""The tenant's own names are added when a password is judged."""
