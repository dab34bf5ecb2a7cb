"""Sentences of our own in forty languages and scripts, ISO 639-1 codes as keys; zh-Hant is traditional Chinese."""

SENTENCES = {
    "fr": (
        "Le préfet a fermé la route à cause de la neige, où les élèves étaient déjà rentrés à la maison.",
        "La créée société française a été rachetée l’an passé ; ça coûte très cher, dit-on.",
    ),
    "de": (
        "Der Bürgermeister eröffnete die Brücke über den Fluss, und die Gäste aßen Würstchen.",
        "Größe zählt nicht, sagte Änne Öztürk am späten Nachmittag in Köln.",
    ),
    "es": (
        "El alcalde cerró el paso por la nieve, y los niños no pudieron volver a casa hasta la mañana.",
        "¿Qué pasó después? La policía no dio más información sobre el accidente.",
    ),
    "it": (
        "Il sindaco ha detto che la città è più sicura, perché così lo vogliono i cittadini.",
        "Però la nevicata bloccò l’autostrada già di lunedì e non si può passare.",
    ),
    "pt": (
        "A câmara aprovou o orçamento, e as escolas não terão aulas amanhã de manhã.",
        "São Paulo já não é a única cidade onde a educação está em discussão.",
    ),
    "nl": (
        "De burgemeester zei dat de financiën geregeld zijn; het café op de hoek blijft één week dicht.",
        "België vraagt Zuid-Europa om coördinatie van de reële economie.",
    ),
    "sv": (
        "Borgmästaren öppnade bron över ån på måndagen, och skolorna får mer pengar i år.",
        "Sjön frös till is och tågen var försenade hela förmiddagen.",
    ),
    "da": (
        "Borgmesteren åbnede broen over åen i mandags, og børnene får først skole på tirsdag.",
        "Det sneede så meget, at togene på Sjælland kørte for sent.",
    ),
    "nb": (
        "Ordføreren åpnet brua over elva på mandag, og skolene får mer penger neste år.",
        "Snøen førte til store forsinkelser for togene på Østlandet.",
    ),
    "fi": (
        "Pormestari avasi sillan maanantaina, ja koulut saavat enemmän rahaa ensi vuonna kuin tänä vuonna.",
        "Järven jää oli jo sulanut, mutta jäätie pysyi vielä hetken käytössä.",
    ),
    "is": (
        "Borgarstjórinn opnaði brúna á mánudaginn og skólarnir fá meira fé á næsta ári en áður.",
        "Það snjóaði svo mikið að óþýður vindur þýddi ekkert fyrir ferðamenn á Íslandi.",
    ),
    "ca": (
        "L’alcalde va dir que la nova línia d’autobús començarà dilluns, però no serà gratuïta.",
        "Això no és cap solució per als veïns de la plaça, que demanen més llum.",
    ),
    "pl": (
        "Zażółć gęślą jaźń, powiedział burmistrz, gdy śnieg zamknął szkoły w Łodzi.",
        "Rząd obiecał więcej pieniędzy dla szkół, ale nauczyciele mówią, że to za mało.",
    ),
    "cs": (
        "Starosta řekl, že most přes řeku zůstane zavřený až do května příštího roku.",
        "Školy dostanou více peněz, ale učitelé říkají, že to nestačí.",
    ),
    "sk": (
        "Starosta povedal, že most cez rieku zostane zatvorený až do mája budúceho roka.",
        "Školy dostanú viac peňazí, ale učitelia hovoria, že to nestačí.",
    ),
    "hu": (
        "A polgármester azt mondta, hogy a híd a jövő év májusáig zárva marad.",
        "Az iskolák több pénzt kapnak, de a tanárok szerint ez kevés; Szűcs Ödön így gondolja.",
    ),
    "ro": (
        "Primarul a spus că podul va rămâne închis până în luna mai a anului viitor.",
        "Copiii nu au putut să ajungă la şcoală, fiindcă zăpada a blocat toate drumurile.",
    ),
    "sl": (
        "Župan je rekel, da bo most čez reko zaprt do maja prihodnjega leta.",
        "Šole bodo dobile več denarja, vendar učitelji pravijo, da to ni dovolj.",
    ),
    "hr": (
        "Gradonačelnik je rekao da će most preko rijeke biti zatvoren do svibnja iduće godine.",
        "Škole će dobiti više novca, ali učitelji kažu da to nije dovoljno.",
    ),
    "tr": (
        "Belediye başkanı köprünün gelecek yılın mayıs ayına kadar kapalı kalacağını söyledi.",
        "Öğretmenler okullara ayrılan paranın yeterli olmadığını, kışın ısınmanın zor olduğunu düşünüyor.",
    ),
    "lt": (
        "Meras pasakė, kad tiltas per upę bus uždarytas iki kitų metų gegužės.",
        "Mokyklos gaus daugiau pinigų, tačiau mokytojai sako, kad to nepakanka.",
    ),
    "lv": (
        "Mērs teica, ka tilts pār upi būs slēgts līdz nākamā gada maijam.",
        "Skolas saņems vairāk naudas, bet skolotāji saka, ka ar to nepietiek.",
    ),
    "vi": (
        "Thị trưởng nói rằng cây cầu sẽ đóng cửa cho đến tháng năm năm sau.",
        "Người dân ở Huế không có điện trong hai ngày vì bão.",
    ),
    "ru": (
        "Депутаты приняли бюджет города на будущий год. Школы получат больше денег, чем раньше.",
        "Мэр сказал, что мост закрыт до мая, а поезда опаздывают из-за снега.",
    ),
    "uk": (
        "Міський голова сказав, що міст буде закрито до травня наступного року.",
        "Школи отримають більше грошей, але вчителі кажуть, що цього недостатньо; їжак з’їв пиріг.",
    ),
    "bg": (
        "Кметът каза, че мостът ще бъде затворен до май следващата година.",
        "Училищата ще получат повече пари, но учителите смятат, че това не е достатъчно.",
    ),
    "mk": (
        "Градоначалникот рече дека мостот ќе биде затворен до мај следната година.",
        "Училиштата ќе добијат повеќе пари, но наставниците велат дека тоа не е доволно.",
    ),
    "sr": (
        "Градоначелник је рекао да ће мост преко реке бити затворен до маја идуће године.",
        "Школе ће добити више новца, али учитељи кажу да то није довољно.",
    ),
    "el": (
        "Ο δήμαρχος είπε ότι η γέφυρα θα μείνει κλειστή μέχρι τον Μάιο του επόμενου έτους.",
        "Τα σχολεία θα πάρουν περισσότερα χρήματα, αλλά οι δάσκαλοι λένε ότι δεν φτάνουν.",
    ),
    "he": (
        "ראש העיר אמר שהגשר יישאר סגור עד חודש מאי בשנה הבאה.",
        "בתי הספר יקבלו יותר כסף, אבל המורים אומרים שזה לא מספיק.",
    ),
    "ar": (
        "قال رئيس البلدية إن الجسر سيبقى مغلقا حتى شهر مايو من العام المقبل.",
        "ستحصل المدارس على مزيد من المال، لكن المعلمين يقولون إن ذلك لا يكفي.",
    ),
    "fa": (
        "شهردار گفت که پل تا ماه مه سال آینده بسته خواهد ماند.",
        "مدارس پول بیشتری دریافت خواهند کرد، اما معلمان می گویند کافی نیست.",
    ),
    "hi": (
        "महापौर ने कहा कि पुल अगले साल मई तक बंद रहेगा।",
        "स्कूलों को अधिक पैसा मिलेगा, लेकिन शिक्षक कहते हैं कि यह काफी नहीं है।",
    ),
    "th": (
        "นายกเทศมนตรีกล่าวว่าสะพานจะปิดจนถึงเดือนพฤษภาคมปีหน้า",
        "โรงเรียนจะได้รับเงินมากขึ้น แต่ครูบอกว่ายังไม่พอ",
    ),
    "zh": (
        "市长说这座桥将关闭到明年五月，学校停课，火车晚点。",
        "学校将得到更多的钱，但是老师们说这还不够。",
    ),
    "zh-Hant": (
        "市長說這座橋將關閉到明年五月，學校停課，火車誤點。",
        "學校將得到更多的錢，但是老師們說這還不夠。",
    ),
    "ja": (
        "市長は橋が来年の五月まで閉鎖されると述べた。電車が遅れ、学校は休みになった。",
        "コーヒーの値段が上がり、カフェのオーナーは困っているという。",
    ),
    "ko": (
        "시장은 다리가 내년 오월까지 폐쇄될 것이라고 말했다.",
        "학교는 더 많은 돈을 받게 되지만 교사들은 충분하지 않다고 말한다.",
    ),
    "et": (
        "Linnapea ütles, et sild jääb suletuks järgmise aasta maini, ja töööö oli jäääärel pikk.",
        "Koolid saavad rohkem raha, kuid õpetajate sõnul sellest ei piisa.",
    ),
    "en": (
        "The café’s owner said “we’re naïve” – and charged £5 for a Brontë-themed crème brûlée.",
        "Mayor Núñez met Señor Peña in Zürich on Monday.",
    ),
}
