//! The code of `src` as the compiler sees it without tests: modules followed from `lib.rs`, comments and `#[cfg(test)]` left out.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What a module holds.
pub(super) struct Module {
    /// Names from the crate's root to it: `["model", "fact"]`; none for the root.
    pub(super) path: Vec<String>,
    /// The file it stands in.
    pub(super) file: PathBuf,
    /// What the names after `crate::` are, each with its line: the modules (or items) of the root that it uses.
    pub(super) uses: Vec<(usize, String)>,
    /// Every word of names, texts and numbers, in small letters, with its line.
    pub(super) words: Vec<(usize, String)>,
}

/// All modules that are reached from a root file.
pub(super) fn modules(root: &Path) -> Result<Vec<Module>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut files = vec![(root.to_owned(), Vec::new())];
    while let Some((file, path)) = files.pop() {
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let mut children = Vec::new();
        found.push(module(&text, file.clone(), path.clone(), &mut children)?);
        let is_root_of_folder = file.ends_with("mod.rs") || path.is_empty();
        let folder = if is_root_of_folder { file.with_file_name("") } else { file.with_extension("") };
        for child in children {
            // A module within braces, or one whose file has the name of its place in them.
            let own = folder.join(child.join("/"));
            let file = Some(own.with_extension("rs")).filter(|file| file.exists()).unwrap_or(own.join("mod.rs"));
            files.push((file, path.iter().cloned().chain(child).collect()));
        }
    }
    Ok(found)
}

/// A module from its text; `children` gets the modules that it says are in files of their own.
fn module(
    text: &str,
    file: PathBuf,
    path: Vec<String>,
    children: &mut Vec<Vec<String>>,
) -> Result<Module, Box<dyn Error>> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("{}: {error}", file.display()))?;
    let mut module = Module { path, file, uses: Vec::new(), words: Vec::new() };
    module.read(&without_tests(tokens), &mut Vec::new(), children);
    Ok(module)
}

impl Module {
    /// Takes in tokens that stand in modules within braces, `inside` the file.
    fn read(&mut self, tokens: &[TokenTree], inside: &mut Vec<String>, children: &mut Vec<Vec<String>>) {
        let mut at = 0;
        while at < tokens.len() {
            let steps = self.root(&tokens[at..], self.path.len() + inside.len());
            if steps > 0 {
                self.named(&tokens[at + steps..]);
                at += steps;
                continue;
            }
            let name_after = |word: &str| match &tokens[at..] {
                [TokenTree::Ident(first), TokenTree::Ident(name), ..] if first == word => Some(name.to_string()),
                _ => None,
            };
            if let Some(name) = name_after("mod") {
                match tokens.get(at + 2) {
                    Some(TokenTree::Group(body)) => {
                        inside.push(name);
                        self.read(&without_tests(body.stream()), inside, children);
                        inside.pop();
                        at += 3;
                        continue;
                    }
                    _ => children.push(inside.iter().cloned().chain([name]).collect()),
                }
            }
            match &tokens[at] {
                TokenTree::Group(group) => self.read(&without_tests(group.stream()), inside, children),
                TokenTree::Ident(_) | TokenTree::Literal(_) => {
                    let (line, text) = (tokens[at].span().start().line, tokens[at].to_string().to_lowercase());
                    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
                    self.words.extend(words.map(|word| (line, word.to_owned())));
                }
                TokenTree::Punct(_) => {}
            }
            at += 1;
        }
    }

    /// How many tokens here lead to the root: `crate::`, or as many `super::` as the module is deep; 0 if they do not.
    fn root(&self, tokens: &[TokenTree], depth: usize) -> usize {
        if word(tokens, "crate") && colons(&tokens[1..]) {
            return 3;
        }
        let supers =
            (0..).take_while(|k| tokens.get(3 * k..).is_some_and(|rest| word(rest, "super") && colons(&rest[1..])));
        let count = supers.count();
        if count > 0 && count >= depth { 3 * count } else { 0 }
    }

    /// Notes the first names of a path, or of all paths between braces.
    fn named(&mut self, tokens: &[TokenTree]) {
        match tokens.first() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for path in inner.split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ',')) {
                    self.named(path);
                }
            }
            Some(first) => self.uses.push((first.span().start().line, first.to_string())),
            None => {}
        }
    }
}

/// Whether the first token is this word.
fn word(tokens: &[TokenTree], word: &str) -> bool {
    matches!(tokens.first(), Some(TokenTree::Ident(ident)) if ident == word)
}

/// Whether `::` comes first.
fn colons(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(a), TokenTree::Punct(b), ..] if a.as_char() == ':' && b.as_char() == ':')
}

/// Tokens without attributes (doc comments are such), and without the items that only tests have.
fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    let mut for_tests = false;
    while let Some(token) = tokens.next() {
        let opens_attribute = matches!(&token, TokenTree::Punct(p) if p.as_char() == '#');
        if opens_attribute {
            tokens.next_if(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == '!'));
            if let Some(TokenTree::Group(attribute)) = tokens.next() {
                for_tests |= attribute.stream().to_string().replace(' ', "") == "cfg(test)";
            }
        } else if for_tests {
            // An item ends with a semicolon or with its braces; `use a::{b};` has both.
            let is_import = matches!(&token, TokenTree::Ident(ident) if ident == "use");
            let mut next = Some(token);
            while let Some(token) = next {
                let ends = match &token {
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !is_import,
                    TokenTree::Punct(p) => p.as_char() == ';',
                    _ => false,
                };
                next = if ends { None } else { tokens.next() };
            }
            for_tests = false;
        } else {
            kept.push(token);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a module of this path uses of the root.
    fn used(path: &[&str], text: &str) -> Vec<String> {
        let path = path.iter().map(|&name| name.to_owned()).collect();
        let module = module(text, PathBuf::new(), path, &mut Vec::new()).unwrap();
        module.uses.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn every_way_to_name_a_module_is_seen() {
        for (text, names) in [
            ("use crate::a::X;", &["a"][..]),
            ("use crate::{a, b::{c, d}, e::*};", &["a", "b", "e"]),
            ("use {crate::a::X, std::fs};", &["a"]),
            (
                "pub(crate) fn f(x: crate::a::X) -> crate :: b :: Y { crate::c::f::<crate::d::Z>() }",
                &["a", "b", "c", "d"],
            ),
            ("fn f() { println!(\"{}\", crate::a::X) }", &["a"]),
            ("macro_rules! m { () => { crate::a::f() } }", &["a"]),
            ("use super::super::a;", &["a"]),
            ("use super::a;", &[]),
            ("mod inner { use super::super::super::a; use super::super::b; }", &["a"]),
            ("#[cfg(test)]\nuse crate::a::{X, Y};\nuse crate::b;", &["b"]),
            ("#[cfg(test)]\nmod tests { use crate::a; }\nuse crate::b;", &["b"]),
            ("#[cfg(test)]\n#[derive(Debug)]\nstruct T(crate::a::X);\nconst K: u8 = crate::b::K;", &["b"]),
            ("impl T { #[cfg(test)] fn a() { crate::a::f() } fn b() { crate::b::f() } }", &["b"]),
            ("/// Like [`crate::a`].\nfn f() { /* crate::b */ let _ = \"crate::c\"; }", &[]),
        ] {
            assert_eq!(used(&["model", "fact"], text), names, "{text}");
        }
        assert_eq!(used(&["model"], "use super::a;"), ["a"]);
    }

    #[test]
    fn words_are_those_of_code_outside_tests() {
        let text = "// Rome\n#[cfg(test)]\nmod tests { const A: &str = \"Paris\"; }\n/// Bonn\nfn oslo_bergen() { f(\"Malmö, Turku\", 398) }";
        let found = module(text, PathBuf::new(), vec!["m".to_owned()], &mut Vec::new()).unwrap();
        let words: Vec<_> = found.words.iter().map(|(line, word)| (*line, word.as_str())).collect();
        assert_eq!(words, [(5, "fn"), (5, "oslo"), (5, "bergen"), (5, "f"), (5, "malmö"), (5, "turku"), (5, "398")]);
    }

    #[test]
    fn modules_for_tests_are_not_followed() {
        let mut children = Vec::new();
        let text = "mod a;\n#[cfg(test)]\nmod tests;\npub mod b { mod c; }";
        module(text, PathBuf::new(), Vec::new(), &mut children).unwrap();
        assert_eq!(children, [vec!["a"], vec!["b", "c"]]);
    }
}
