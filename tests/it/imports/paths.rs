//! The paths that a file names, read from its text.

/// What a file says about others.
#[derive(Default)]
pub(super) struct Source {
    /// Its `use` declarations, one for each name.
    pub(super) uses: Vec<Use>,
    /// The paths elsewhere in it that have more than one segment, and the inline module that each is in.
    pub(super) paths: Vec<(Vec<String>, Vec<String>)>,
    /// Names of modules that are only there for tests.
    pub(super) test_modules: Vec<String>,
}

/// A name that is brought into scope.
pub(super) struct Use {
    /// The inline module that it is in.
    pub(super) inline: Vec<String>,
    /// Where it comes from.
    pub(super) path: Vec<String>,
    /// What it is called here; `*` for all there are.
    pub(super) name: String,
    /// Whether others can reach it here.
    pub(super) is_public: bool,
}

impl Source {
    pub(super) fn read(text: &str) -> Self {
        let tokens = tokens(text);
        let mut source = Self::default();
        // For each open brace, whether it opened a module.
        let (mut inline, mut braces): (Vec<String>, Vec<bool>) = (Vec::new(), Vec::new());
        let (mut at, mut is_public) = (0, false);
        while let Some(token) = tokens.get(at) {
            let next = |ahead: usize| tokens.get(at + ahead).map_or("", String::as_str);
            match token.as_str() {
                "#" if ["[", "cfg", "(", "test", ")", "]"].iter().zip(1..).all(|(t, n)| next(n) == *t) => {
                    let end = end_of_item(&tokens, at + 7);
                    if let Some(name) = test_module(&tokens[at + 7..end]) {
                        source.test_modules.push(name);
                    }
                    at = end;
                    continue;
                }
                "pub" => {
                    is_public = true;
                    at += if next(1) == "(" {
                        tokens[at..].iter().take_while(|t| *t != ")").count()
                    } else {
                        0
                    } + 1;
                    continue;
                }
                "use" => {
                    let end = at + tokens[at..].iter().take_while(|token| *token != ";").count();
                    let mut tree = tokens[at + 1..end].iter().map(String::as_str).peekable();
                    source.read_tree(&mut tree, &[], &inline, is_public);
                    at = end;
                }
                "mod" if next(2) == "{" => {
                    inline.push(next(1).to_owned());
                    braces.push(true);
                    at += 2;
                }
                "{" => braces.push(false),
                "}" if braces.pop() == Some(true) => {
                    inline.pop();
                }
                _ if is_word(token) && next(1) == "::" => {
                    let mut path = vec![token.clone()];
                    while tokens.get(at + 1).is_some_and(|t| t == "::")
                        && tokens.get(at + 2).is_some_and(|t| is_word(t))
                    {
                        path.push(tokens[at + 2].clone());
                        at += 2;
                    }
                    source.paths.push((inline.clone(), path));
                }
                _ => {}
            }
            is_public = false;
            at += 1;
        }
        source
    }

    /// Reads `a::b`, `a::b as c`, `a::*` or `a::{…}`, of which each leaf is one name.
    fn read_tree<'a>(
        &mut self,
        tree: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
        before: &[String],
        inline: &[String],
        is_public: bool,
    ) {
        let mut path = before.to_vec();
        while let Some(token) = tree.next() {
            match token {
                "::" => {}
                "{" => {
                    while tree.peek().is_some_and(|token| *token != "}") {
                        self.read_tree(tree, &path, inline, is_public);
                        tree.next_if_eq(&",");
                    }
                    tree.next();
                    return;
                }
                "self" if !path.is_empty() => {}
                _ => path.push(token.to_owned()),
            }
            if tree.peek().is_none_or(|token| [",", "}", "as"].contains(token)) {
                break;
            }
        }
        let mut name = path.last().cloned().unwrap_or_default();
        if tree.next_if_eq(&"as").is_some() {
            name = tree.next().unwrap_or_default().to_owned();
        }
        if name == "*" {
            path.pop();
        }
        self.uses.push(Use { inline: inline.to_vec(), path, name, is_public });
    }
}

/// Behind the item that begins here: its `;`, or its braces.
fn end_of_item(tokens: &[String], from: usize) -> usize {
    let is_use = tokens[from..].iter().take(5).any(|token| token == "use");
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.as_str() {
            ";" if depth == 0 => return at + 1,
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 && !is_use {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// The name in `mod name;`.
fn test_module(item: &[String]) -> Option<String> {
    match item {
        [.., module, name, end] if module == "mod" && end == ";" => Some(name.clone()),
        _ => None,
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Words and signs, without comments, strings and characters.
fn tokens(text: &str) -> Vec<String> {
    let (mut tokens, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_string(rest) {
            length
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' {
            // A lifetime has no second quote right after its first character.
            let mut after = rest[1..].chars();
            let is_character = after.next() == Some('\\') || after.next() == Some('\'');
            if is_character { quoted(rest, '\'') } else { 1 }
        } else if is_word(rest) {
            let word = |character: char| character.is_alphanumeric() || character == '_';
            let length = rest.find(|character| !word(character)).unwrap_or(rest.len());
            tokens.push(rest[..length].to_owned());
            length
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// How long the raw string is that `text` begins with.
fn raw_string(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let count = hashes.len() - hashes.trim_start_matches('#').len();
    let body = hashes[count..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(count));
    let start = text.len() - body.len();
    Some(body.find(&end).map_or(text.len(), |at| start + at + end.len()))
}

/// How long the string or character is that `text` begins with.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}
