// Countries, time zones and languages as the browser knows them: no lists to load, names in the reader's language.

export interface Place {
  value: string;
  label: string;
}

// ISO 3166-1 alpha-2; the browser has their names, but no list of them.
const REGIONS =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FO FR GA GB GD GE GF GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WS YE YT ZA ZM ZW';

const LANGUAGES = 'ar de en es fa fil fr he hi id it ja ko nl pl pt ru sv th tr uk ur vi zh';

function named(codes: string, type: 'region' | 'language', locale: string): Place[] {
  const names = new Intl.DisplayNames(locale, { type });
  const order = new Intl.Collator(locale).compare;
  return codes
    .split(' ')
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => order(a.label, b.label));
}

export function regions(locale: string): Place[] {
  return named(REGIONS, 'region', locale);
}

export function languages(locale: string): Place[] {
  return named(LANGUAGES, 'language', locale);
}

// Some browsers list places by names that the time zone database has given up; the API keeps the name of today.
const TODAY: Partial<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

// What is no place (EST, Etc/GMT+3) does not follow the clocks of one, and the API refuses it.
function isPlace(zone: string): boolean {
  return zone.includes('/') && !zone.startsWith('Etc/');
}

let known: string[] | undefined;

export function zones(): string[] {
  const places = () => Intl.supportedValuesOf('timeZone').map((zone) => TODAY[zone] ?? zone).filter(isPlace);
  return (known ??= ['UTC', ...[...new Set(places())].sort()]);
}

/** A zone by the name that it is offered under; UTC where it is no place. */
export function offeredZone(zone: string): string {
  const today = TODAY[zone] ?? zone;
  return isPlace(today) ? today : 'UTC';
}

/** The country that the browser's language speaks of; a first guess for a form. */
export function regionOfPerson(): string {
  for (const tag of navigator.languages) {
    const region = new Intl.Locale(tag).region;
    if (region && REGIONS.split(' ').includes(region)) return region;
  }
  return 'US';
}
