//! Languages as others write them: with an underscore, in another spelling, or by name.

use super::{Language, NO_COUNTRY, UNITED_KINGDOM};

/// The languages that voice agents speak, by their English name and their own.
const NAMES: [(&str, &str, &str); 44] = [
    ("arabic", "العربية", "ar"),
    ("bengali", "বাংলা", "bn"),
    ("bulgarian", "български", "bg"),
    ("chinese", "中文", "zh"),
    ("croatian", "hrvatski", "hr"),
    ("czech", "čeština", "cs"),
    ("danish", "dansk", "da"),
    ("dutch", "nederlands", "nl"),
    ("english", "الإنجليزية", "en"),
    ("filipino", "tagalog", "fil"),
    ("finnish", "suomi", "fi"),
    ("french", "français", "fr"),
    ("german", "deutsch", "de"),
    ("greek", "ελληνικά", "el"),
    ("hebrew", "עברית", "he"),
    ("hindi", "हिन्दी", "hi"),
    ("hungarian", "magyar", "hu"),
    ("indonesian", "bahasa indonesia", "id"),
    ("italian", "italiano", "it"),
    ("japanese", "日本語", "ja"),
    ("korean", "한국어", "ko"),
    ("kurdish", "kurdî", "ku"),
    ("lithuanian", "lietuvių", "lt"),
    ("malay", "bahasa melayu", "ms"),
    ("malayalam", "മലയാളം", "ml"),
    ("mandarin", "普通话", "zh"),
    ("norwegian", "norsk", "no"),
    ("pashto", "پښتو", "ps"),
    ("persian", "فارسی", "fa"),
    ("polish", "polski", "pl"),
    ("portuguese", "português", "pt"),
    ("punjabi", "ਪੰਜਾਬੀ", "pa"),
    ("romanian", "română", "ro"),
    ("russian", "русский", "ru"),
    ("slovak", "slovenčina", "sk"),
    ("spanish", "español", "es"),
    ("swahili", "kiswahili", "sw"),
    ("swedish", "svenska", "sv"),
    ("tamil", "தமிழ்", "ta"),
    ("telugu", "తెలుగు", "te"),
    ("turkish", "türkçe", "tr"),
    ("ukrainian", "українська", "uk"),
    ("urdu", "اردو", "ur"),
    ("vietnamese", "tiếng việt", "vi"),
];

impl Language {
    /// The language that a word from outside stands for; `None` where it stands for none. A country that there is not is
    /// passed over: what is spoken was understood.
    pub fn reported(text: &str) -> Option<Self> {
        let text = text.trim();
        let lower = text.to_lowercase();
        let word = lower.split(['(', ',', '/']).next().unwrap_or_default().trim();
        let named = NAMES.iter().find(|(english, own, _)| *english == word || *own == word);
        if let Some((.., tag)) = named {
            return Self::new(tag).ok();
        }
        match Self::new(text) {
            Err(rule) if rule == NO_COUNTRY || rule == UNITED_KINGDOM => {
                Self::new(text.split(['-', '_']).next()?).ok()
            }
            read => read.ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_however_it_is_written() {
        for (text, tag) in [
            ("en", "en"),
            ("zh_CN", "zh-CN"),
            ("ZH-hans_cn", "zh-Hans-CN"),
            (" pt-br ", "pt-BR"),
            ("Arabic", "ar"),
            ("العربية", "ar"),
            ("English (US)", "en"),
            ("ESPAÑOL", "es"),
            ("fil", "fil"),
            ("iw", "he"),
            ("eng", "en"),
            ("en-UK", "en"),
            ("ar_ZZ", "ar"),
        ] {
            assert_eq!(Language::reported(text).map(String::from).as_deref(), Some(tag), "{text}");
        }
    }

    #[test]
    fn a_word_that_is_no_language_is_none() {
        for text in [
            "auto",
            "AUTO",
            "und",
            "mul",
            "multi",
            "unknown",
            "",
            " ",
            "_",
            "x",
            "none",
            "klingonese",
            "i",
            "xx",
            "test",
            "x-own",
            "qaa-US",
        ] {
            assert_eq!(Language::reported(text), None, "{text}");
        }
    }

    #[test]
    fn every_name_stands_for_a_language() {
        for (english, own, tag) in NAMES {
            for name in [english, own] {
                assert_eq!(name.to_lowercase(), name, "is compared in small letters");
                assert_eq!(Language::reported(name).map(String::from).as_deref(), Some(tag), "{name}");
            }
        }
    }
}
