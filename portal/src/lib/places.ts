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

let known: string[] | undefined;

export function zones(): string[] {
  return (known ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]);
}

/** The country that the browser's language speaks of; a first guess for a form. */
export function regionOfPerson(): string {
  for (const tag of navigator.languages) {
    const region = new Intl.Locale(tag).region;
    if (region && REGIONS.split(' ').includes(region)) return region;
  }
  return 'US';
}
