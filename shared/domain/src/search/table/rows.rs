//! Who is looked for, and by what.

/// Somebody whom people look for.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) email: Option<&'static str>,
    pub(super) phones: &'static [&'static str],
}

const fn named(name: &'static str) -> Person {
    Person { name, email: None, phones: &[] }
}

const fn called(name: &'static str, phones: &'static [&'static str]) -> Person {
    Person { name, email: None, phones }
}

const fn written_to(name: &'static str, email: &'static str) -> Person {
    Person { name, email: Some(email), phones: &[] }
}

/// Somebody, what is typed that finds them, and what is typed that does not. Digits are typed in `region`.
pub(super) struct Row {
    pub(super) person: Person,
    pub(super) region: &'static str,
    pub(super) found: &'static [&'static str],
    pub(super) not_found: &'static [&'static str],
}

const fn row(
    person: Person,
    region: &'static str,
    found: &'static [&'static str],
    not_found: &'static [&'static str],
) -> Row {
    Row { person, region, found, not_found }
}

const ADDRESSES: &[Row] = &[
    row(
        written_to("Robin Example", "robin.harper@mail.riverbank.example"),
        "SA",
        &[
            "robin",
            "robin.",
            "robin.h",
            "robin.harper",
            "robin.harper@",
            "Robin.Harper@Mail.River",
            "harper",
            "harper@mail",
            "mail.riverbank",
            "@mail.riverbank",
            "riverbank",
            "mail.riverbank.example",
            "robinh",
            "<robin.harper@mail.riverbank.example>",
            "mailto:robin.harper@mail.riverbank.example",
            "robin.harper@mail.riverbank.example,",
            "Robin Example <robin.harper@mail.riverbank.example>",
            "ｒｏｂｉｎ．ｈarper＠mail",
            "example robin.harper@",
        ],
        &["arper", "robin.s", "robin@", "harper@river"],
    ),
    row(
        written_to("", "anna_maria+clinic-2@example.org"),
        "SA",
        &["anna_m", "anna_maria+", "anna_maria+clinic-2@example.org", "clinic", "clinic-2@", "example.org"],
        &["org"],
    ),
    row(written_to("", "josé@example.com"), "SA", &["josé@", "jose\u{301}@", "jose@example"], &["josef"]),
    row(
        written_to("", "robin@bücher.example"),
        "SA",
        &["robin@bü", "bücher", "robin@bucher", "robin@xn--bcher-kva.example", "robin＠bücher．example"],
        &["robin@xn--other-kva.example"],
    ),
    row(written_to("", "0501234567@example.com"), "SA", &["0501", "0501234567", "0501234567@"], &["4567"]),
];

const NUMBERS: &[Row] = &[
    row(
        called("Quincy Example", &["+12125550143"]),
        "US",
        &[
            "+1",
            "+1 212",
            "+12125550143",
            "12125550143",
            "0012125550143",
            "011 1 212 555 0143",
            "2125550143",
            "212-555-0143",
            "(212) 555-01",
            "212.555.0143",
            "212–555–0143",
            "212‑555‑0143",
            "212−555−0143",
            "555-0143",
            "5550143",
            "50143",
            "0143",
            "quincy 212-555-0143",
            "quincy (212) 555-0143",
            "(212) 555-0143 quincy",
            "tel:+12125550143",
            "Tel: 212-555-0143",
            "(212) 555-0143 x12",
            "212-555-0143 ext. 12",
            "+12125550143;ext=5",
            "+12125550143,,123#",
            "<tel:+1-212-555-0143>",
            "\u{202a}+1 212 555\u{202c} 0143",
            "٢١٢٥٥٥٠١٤٣",
            "quincy 0143",
        ],
        &["143", "212", "2125", "0144", "robin 0143", "555-0144", "+1 213"],
    ),
    row(
        called("", &["+12025550001"]),
        "US",
        &["0001", "50001", "550001", "202555"],
        &["0012", "1000", "0044", "001"],
    ),
    row(
        called("", &["+966501234567"]),
        "SA",
        &[
            "0501234567",
            "050 123 4567",
            "050 12",
            "501234567",
            "4567",
            "+966 50",
            "00966501234567",
            "00966 50",
            "96650123",
            "٠٥٠ ١٢٣ ٤٥٦٧",
            "966-50-123-4567",
        ],
        &["0009", "0096", "0966", "0050", "0005", "00966", "009665", "050", "0501"],
    ),
    row(called("", &["+966501230009"]), "SA", &["0009", "30009"], &["0096", "9000"]),
    row(
        called("", &["+442079460971"]),
        "US",
        &["+44 (0)20 7946 0971", "+44 (0)20 79", "020 7946 0971", "0971", "7946 0971", "0044 20 7946"],
        &["0044", "020 7946"],
    ),
    row(called("", &["+74951230171"]), "RU", &["8 (495) 123-01-71", "8 495 12", "123-01-71"], &["8495"]),
    row(called("", &["+3612340171"]), "HU", &["06 1 234 0171", "06 1 234", "234 0171"], &[]),
    row(called("", &["+5491123450171"]), "AR", &["011 15-2345-0171", "+54 9 11 2345", "2345-0171"], &[]),
    row(
        called("", &["+390612340042"]),
        "IT",
        &["06 1234 0042", "0612340042", "0042", "+39 06 1234"],
        &["1234"],
    ),
    row(
        called("Robin Example", &["+12025550142", "+442079460123"]),
        "US",
        &["0142", "0123", "+44207", "example 0123", "robin 442079460123"],
        &["0124"],
    ),
    row(called("Flat 12 Example", &["+12025550142"]), "US", &["12", "flat 12", "12 example"], &["13"]),
];

const LATIN: &[Row] = &[
    row(
        named("Siobhán O'Neill"),
        "US",
        &[
            "oneill",
            "o'neill",
            "O’Neill",
            "O´Neill",
            "O`Neill",
            "O‘Neill",
            "OʼNeill",
            "o neill",
            "neill",
            "siobhan o",
            "O'NEILL Siobhán",
        ],
        &["eill"],
    ),
    row(named("Sean OʼToole"), "US", &["O'Toole", "otoole", "toole", "sean o toole"], &[]),
    row(named("Pat O`Dowd"), "US", &["odowd", "o'dowd"], &[]),
    row(named("Kaʻahumanu"), "US", &["kaahumanu", "ka'ahumanu", "Kaʻahu"], &[]),
    row(named("Maria D'Angelo"), "US", &["dangelo", "d angelo", "d'angelo", "angelo"], &[]),
    row(named("Oneill Smith"), "US", &["o'neill", "o neill", "oneill"], &["neill"]),
    row(
        named("Jean-Pierre Dupont"),
        "US",
        &["jean", "pierre", "jeanpierre", "jean-pierre", "jean pierre"],
        &[],
    ),
    row(named("Jean Pierre Dupont"), "US", &["jean-pierre", "Jean–Pierre", "pierre"], &[]),
    row(
        named("Salem Al-Harthi"),
        "US",
        &["alharthi", "al-harthi", "al harthi", "harthi", "Al Harthi Salem", "AlHarthi"],
        &[],
    ),
    row(named("Noor AlQurashi"), "US", &["al qurashi", "Al-Qurashi", "qurashi", "alqurashi"], &[]),
    row(named("Noor Al Qurashi"), "US", &["AlQurashi", "alqurashi", "al-qurashi", "qurashi"], &[]),
    row(named("Abdul Rahman Example"), "US", &["abdulrahman", "abdul rahman", "rahman", "abdul-rahman"], &[]),
    row(named("Abdulrahman Example"), "US", &["abdul rahman", "abdul-rahman"], &["rahman"]),
    row(named("Ronan McDonald"), "US", &["mcdonald", "mc donald", "donald", "Mc-Donald"], &[]),
    row(named("Ronan Mc Donald"), "US", &["McDonald", "mcdonald", "donald"], &[]),
    row(
        named("Robin van der Example"),
        "US",
        &["exa rob van", "EXAMPLE robin", "vander", "van der ex", "van example", "vanderexample"],
        &["robin smith", "obin"],
    ),
    row(named("José Núñez"), "US", &["jose nunez", "JOSÉ", "Nun\u{303}ez"], &[]),
    row(named("Müller"), "US", &["muller", "mueller", "müller", "MÜLLER", "muel", "mull"], &[]),
    row(named("Mueller"), "US", &["müller", "mueller"], &["muller"]),
    row(named("Muller"), "US", &["müller", "muller"], &["mueller"]),
    row(named("Åse Bjørnstad"), "US", &["aase", "ase", "åse", "bjornstad", "bjoernstad", "bjørn"], &[]),
    row(named("Đorđe Đoković"), "US", &["dorde", "djordje djokovic", "đoković"], &[]),
    row(named("Ħaġar Əliyeva"), "US", &["hagar", "eliyeva", "Əli", "Ħaġ"], &[]),
    row(named("Guðrún Þórsdóttir"), "US", &["gudrun thors"], &[]),
    row(named("Søren Kjær"), "US", &["soren kjaer", "soeren"], &[]),
    row(named("Anna Groß"), "US", &["gross", "GROẞ", "groß"], &[]),
    row(named("IŞIK İpek"), "US", &["ışık", "ipek", "IŞIK"], &[]),
    row(named("Robin 🦊"), "US", &["🦊", "robin 🦊"], &["🐻"]),
];

const LONG: &[Row] = &[
    row(
        written_to("Maria do Carmo da Silva e Souza dos Santos Pereira", "maria@lusa.example"),
        "US",
        &["maria", "carmo", "silva", "souza", "santos", "pereira", "Maria Pereira", "dos santos"],
        &[],
    ),
    row(
        written_to("Dr. Anna Maria Freifrau von und zu Guttenberg-Stein", "anna@example.org"),
        "US",
        &["guttenberg", "stein", "anna", "von und zu", "guttenberg-stein", "dr. anna"],
        &[],
    ),
    row(
        written_to("محمد بن عبد الرحمن بن عبد العزيز بن فيصل آل سعود", "m@example.org"),
        "SA",
        &["سعود", "آل سعود", "محمد", "عبدالعزيز", "عبد الرحمن", "فيصل", "محمد سعود"],
        &[],
    ),
    row(
        named("Ana Bela Carla Dora Eva Fina Gina Hilda Irma Jana Kira Lena Mona Nora"),
        "US",
        &["ana", "bela", "nora", "mona", "eva", "ana nora"],
        &["carla", "dora"],
    ),
];

const ARABIC: &[Row] = &[
    row(named("محمد عبد الله"), "SA", &["عبدالله", "عبد الله", "الله", "عبد", "محمد عبدالله", "مُحَمَّد"], &[]),
    row(named("عبدالله"), "SA", &["عبد الله", "عبدالله", "عبد"], &[]),
    row(named("عبدالرحمن"), "SA", &["عبد الرحمن", "عبدالرحمن"], &[]),
    row(named("عبد الرحمن"), "SA", &["عبدالرحمن", "الرحمن", "رحمن"], &[]),
    row(named("سالم الراشد"), "SA", &["راشد", "الراشد", "الرا", "ال", "ال راشد"], &["اشد"]),
    row(named("سالم راشد"), "SA", &["الراشد", "راشد"], &[]),
    row(named("ہارون"), "SA", &["هارون", "ہارون", "ھارون"], &[]),
    row(named("مسؤول"), "SA", &["مسئول", "مسؤول", "مسوول"], &[]),
    row(named("فؤاد"), "SA", &["فواد", "فؤاد"], &[]),
    row(named("فاطمة الزهراء أحمد"), "SA", &["فاطمه", "فاطمة", "احمد", "زهراء", "الزهراء"], &[]),
    row(named("ليلى"), "SA", &["ليلي", "ليلى", "لیلی"], &[]),
    row(named("علی\u{200c}رضا"), "SA", &["علیرضا", "على"], &[]),
];

const OTHERS: &[Row] = &[
    row(named("王小明"), "US", &["小明", "王小明", "王", "明"], &["王明"]),
    row(named("김민수"), "US", &["민수", "김민", "수", "김"], &[]),
    row(named("山田 太郎"), "US", &["山田太郎", "太郎", "山田", "太郎 山田", "山田 太郎"], &[]),
    row(named("山田太郎"), "US", &["山田 太郎", "太郎", "山田"], &[]),
    row(named("राम"), "US", &["राम", "रा"], &[]),
    row(named("रमा"), "US", &["रमा"], &["राम"]),
    row(named("रोमी"), "US", &["रोमी"], &["राम"]),
    row(named("फ़ातिमा"), "US", &["फातिमा", "फ़ातिमा"], &[]),
    row(named("สมชาย ใจดี"), "US", &["สมชาย", "ใจดี", "สม"], &[]),
    row(named("Γιώργος"), "US", &["ΓΙΩΡΓΟΣ", "γιωργοσ", "γιωργ"], &[]),
    row(named("יוסף בן-דוד"), "US", &["יוסף", "דוד", "בןדוד", "בן דוד"], &[]),
    row(named("Мар'яна Гончар"), "US", &["маряна", "мар’яна", "гончар"], &[]),
];

pub(super) const SECTIONS: &[(&str, &[Row])] = &[
    ("E-mail addresses", ADDRESSES),
    ("Phone numbers", NUMBERS),
    ("Names in Latin letters", LATIN),
    ("Long names", LONG),
    ("Arabic, Persian and Urdu", ARABIC),
    ("Other writings", OTHERS),
];
