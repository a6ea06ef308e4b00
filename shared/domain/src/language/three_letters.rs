//! The languages that have a code of two letters and one of three: a tag has the shorter one.
//!
//! The codes are those of ISO 639, parts 1 to 3, as of 2025; of part 2 those by the English name, too (ger and deu are de).

/// Codes of three letters, in order, each followed by the code of two letters.
const CODES: &str = "\
    aaraa abkab afraf akaak albsq amham araar argan armhy asmas avaav aveae aymay azeaz bakba bambm baqeu belbe \
    benbn bisbi bodbo bosbs brebr bulbg burmy catca cescs chach chece chizh chucu chvcv corkw cosco crecr cymcy \
    czecs danda deude divdv dutnl dzodz ellel engen epoeo estet euseu eweee faofo fasfa fijfj finfi frafr frefr \
    fryfy fulff geoka gerde glagd glega glggl glvgv greel grngn gujgu hatht hauha hbssh hebhe herhz hinhi hmoho \
    hrvhr hunhu hyehy iboig iceis idoio iiiii ikuiu ileie inaia indid ipkik islis itait javjv jpnja kalkl kankn \
    kasks katka kaukr kazkk khmkm kikki kinrw kirky komkv konkg korko kuakj kurku laolo latla lavlv limli linln \
    litlt ltzlb lublu luglg macmk mahmh malml maomi marmr mayms mkdmk mlgmg mltmt monmn mrimi msams myamy nauna \
    navnv nblnr ndend ndong nepne nldnl nnonn nobnb norno nyany ocioc ojioj orior ormom ossos panpa perfa plipi \
    polpl porpt pusps quequ rohrm ronro rumro runrn rusru sagsg sansa sinsi slksk slosk slvsl smese smosm snasn \
    sndsd somso sotst spaes sqisq srdsc srpsr sswss sunsu swasw swesv tahty tamta tattt telte tgktg tgltl thath \
    tibbo tirti tonto tsntn tsots tuktk turtr twitw uigug ukruk urdur uzbuz venve vievi volvo welcy wlnwa wolwo \
    xhoxh yidyi yoryo zhaza zhozh zulzu";

/// The code of two letters of the language with this code of three, in small letters.
pub(super) fn two_letters(code: &str) -> Option<&'static str> {
    let mut pairs = CODES.split(' ').filter_map(|pair| pair.split_at_checked(3));
    pairs.find_map(|(three, two)| (three == code).then_some(two))
}
