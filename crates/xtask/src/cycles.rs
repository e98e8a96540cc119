//! Fails when files of a crate import each other in a circle.
//!
//! A file imports another if it uses a name that the other file defines: in a `use` declaration, in a path, or inside a
//! macro. Re-exports are followed to the file that defines the name. A `pub use` alone is no import, so a `lib.rs` that
//! only re-exports is part of no circle. Code under `#[cfg(test)]` doesn't count.

use crate::error::{Error, Result, WithPath as _};
use crate::workspace::Workspace;
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// How many re-exports are followed to find a definition. More than this is a re-export of itself.
const MAX_REEXPORTS: usize = 16;

/// Checks every crate of the workspace.
///
/// # Errors
/// - Returns [`Error::Cycles`] with each circle's files, and the imports that tie them.
/// - Returns an error if Cargo cannot list the crates, or a file cannot be read or parsed.
pub fn check() -> Result<()> {
    let workspace = Workspace::load()?;
    let mut circles = Vec::new();
    for root in &workspace.crate_roots {
        circles.extend(circles_of(&Crate::read(root)?, &workspace.root));
    }
    if circles.is_empty() {
        Ok(())
    } else {
        Err(Error::Cycles(circles.join("\n")))
    }
}

/// Returns one text per circle: a line for each import between two of its files.
fn circles_of(krate: &Crate, root: &Path) -> Vec<String> {
    let imports = krate.imports();
    let edges = imports.keys().copied();
    let graph = DiGraph::<(), (), usize>::from_edges(edges);
    let components = tarjan_scc(&graph)
        .into_iter()
        .filter(|files| files.len() > 1);
    let components =
        components.map(|files| files.into_iter().map(NodeIndex::index).collect::<Vec<_>>());
    let name = |file: usize| {
        let path = &krate.modules[file].file;
        path.strip_prefix(root)
            .unwrap_or(path)
            .display()
            .to_string()
    };
    components
        .map(|files| {
            let mut circle = format!("a circle of {} files:\n", files.len());
            for ((from, to), names) in &imports {
                if files.contains(from) && files.contains(to) {
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    let (from, to, names) = (name(*from), name(*to), names.join(", "));
                    let _ = writeln!(circle, "  {from} → {to}: {names}");
                }
            }
            circle
        })
        .collect()
}

/// The files of one crate.
struct Crate {
    modules: Vec<Module>,
    /// The index of each module by its path, such as `["widget", "form"]`; the root's path is empty.
    by_path: BTreeMap<Vec<String>, usize>,
}

/// A module that has a file of its own. Modules inside a file count as that file.
struct Module {
    path: Vec<String>,
    file: PathBuf,
    names: FileNames,
}

impl Crate {
    fn read(root: &Path) -> Result<Self> {
        let mut found = Self {
            modules: Vec::new(),
            by_path: BTreeMap::new(),
        };
        // Only the root and mod.rs keep their children beside them; any other file keeps them in a folder of its name.
        let folder = root.parent().unwrap_or(root).to_owned();
        found.add(Vec::new(), root.to_owned(), &folder)?;
        Ok(found)
    }

    fn add(&mut self, path: Vec<String>, file: PathBuf, folder: &Path) -> Result<()> {
        let text = fs::read_to_string(&file).with_path(&file)?;
        let parsed = syn::parse_file(&text).map_err(|error| Error::Syntax {
            path: file.clone(),
            source: error,
        })?;
        let mut names = FileNames::default();
        names.visit_file(&parsed);
        let children = std::mem::take(&mut names.children);
        self.by_path.insert(path.clone(), self.modules.len());
        self.modules.push(Module {
            path: path.clone(),
            file,
            names,
        });
        for (name, at) in children {
            let beside = folder.join(format!("{name}.rs"));
            let inside = folder.join(&name).join("mod.rs");
            let file = match at {
                Some(at) => folder.join(at),
                None if beside.exists() => beside,
                None => inside,
            };
            let mut child = path.clone();
            child.push(name.clone());
            self.add(child, file, &folder.join(name))?;
        }
        Ok(())
    }

    /// Returns who imports whom, and which names.
    fn imports(&self) -> BTreeMap<(usize, usize), BTreeSet<String>> {
        let mut imports: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for (from, module) in self.modules.iter().enumerate() {
            for path in &module.names.paths {
                let Some(to) = self.find(from, path, 0) else {
                    continue;
                };
                if to != from {
                    let name = path.last().cloned().unwrap_or_default();
                    imports.entry((from, to)).or_default().insert(name);
                }
            }
        }
        imports
    }

    /// Returns the file that defines what `path` names in the module `from`. `None` if that is in another crate.
    fn find(&self, from: usize, path: &[String], followed: usize) -> Option<usize> {
        if followed > MAX_REEXPORTS {
            return None;
        }
        let module = &self.modules[from];
        let (mut base, mut rest) = match path.first()?.as_str() {
            "crate" => (Vec::new(), &path[1..]),
            "self" => (module.path.clone(), &path[1..]),
            "super" => (module.path.clone(), path),
            first => {
                let mut child = module.path.clone();
                child.push(first.to_owned());
                // A name alone is a value or type, even where a module has the same name.
                if path.len() > 1 && self.by_path.contains_key(&child) {
                    (module.path.clone(), path)
                } else {
                    // A name that a `use` declaration brought may be a module or type of this crate.
                    let alias = module.names.aliases.get(first)?;
                    if alias == path {
                        return None;
                    }
                    let whole: Vec<String> = alias.iter().chain(&path[1..]).cloned().collect();
                    return self.find(from, &whole, followed + 1);
                }
            }
        };
        while rest.first().is_some_and(|name| name == "super") {
            base.pop();
            rest = &rest[1..];
        }
        while let Some(name) = rest.first() {
            let mut child = base.clone();
            child.push(name.clone());
            if !self.by_path.contains_key(&child) {
                break;
            }
            base = child;
            rest = &rest[1..];
        }
        let at = *self.by_path.get(&base)?;
        let Some(name) = rest.first() else {
            return Some(at);
        };
        let owner = &self.modules[at].names;
        if owner.defined.contains(name) {
            return Some(at);
        }
        if let Some(alias) = owner.aliases.get(name) {
            let whole: Vec<String> = alias.iter().chain(&rest[1..]).cloned().collect();
            return self.find(at, &whole, followed + 1);
        }
        let by_glob = owner.globs.iter().find_map(|glob| {
            let mut whole = glob.clone();
            whole.extend(rest.iter().cloned());
            let found = self.find(at, &whole, followed + 1)?;
            self.modules[found]
                .names
                .defined
                .contains(name)
                .then_some(found)
        });
        by_glob.or(Some(at))
    }
}

/// What one file defines and what it names.
#[derive(Default)]
struct FileNames {
    /// The modules that have files of their own, with the value of their attribute `path`.
    children: Vec<(String, Option<String>)>,
    /// Every path in the file that may lead to another file.
    paths: BTreeSet<Vec<String>>,
    /// What a name in this file stands for, where a `use` declaration brought it.
    aliases: BTreeMap<String, Vec<String>>,
    /// The modules whose names a `use …::*` brought.
    globs: Vec<Vec<String>>,
    /// The names that this file defines.
    defined: BTreeSet<String>,
}

impl FileNames {
    /// Adds the names of a `use` declaration. A re-export names them for others, which is no use of them.
    fn add_use(&mut self, tree: &syn::UseTree, prefix: &[String], is_reexport: bool) {
        let joined = |ident: &syn::Ident| {
            let mut path = prefix.to_vec();
            // `use a::{self}` names `a`.
            if ident != "self" || prefix.is_empty() {
                path.push(ident.to_string());
            }
            path
        };
        match tree {
            syn::UseTree::Path(tree) => self.add_use(&tree.tree, &joined(&tree.ident), is_reexport),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use(tree, prefix, is_reexport);
                }
            }
            syn::UseTree::Name(name) => {
                let path = joined(&name.ident);
                let short = path.last().cloned().unwrap_or_default();
                self.aliases.insert(short, path.clone());
                self.paths.extend((!is_reexport).then_some(path));
            }
            syn::UseTree::Rename(rename) => {
                let path = joined(&rename.ident);
                self.aliases.insert(rename.rename.to_string(), path.clone());
                self.paths.extend((!is_reexport).then_some(path));
            }
            syn::UseTree::Glob(_) => {
                self.paths.extend((!is_reexport).then(|| prefix.to_vec()));
                self.globs.push(prefix.to_vec());
            }
        }
    }

    /// Finds paths in the tokens of a macro's call, which syn does not parse.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        let mut ended = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        ended.push(std::mem::take(&mut path));
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    ended.push(std::mem::take(&mut path));
                    self.add_tokens(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    ended.push(std::mem::take(&mut path));
                }
            }
        }
        ended.push(path);
        self.paths
            .extend(ended.into_iter().filter(|path| !path.is_empty()));
    }
}

impl<'ast> Visit<'ast> for FileNames {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if attributes(item).iter().any(is_for_tests) {
            return;
        }
        let name = match item {
            syn::Item::Const(item) => Some(&item.ident),
            syn::Item::Enum(item) => Some(&item.ident),
            syn::Item::Fn(item) => Some(&item.sig.ident),
            syn::Item::Static(item) => Some(&item.ident),
            syn::Item::Struct(item) => Some(&item.ident),
            syn::Item::Trait(item) => Some(&item.ident),
            syn::Item::Type(item) => Some(&item.ident),
            syn::Item::Macro(item) => item.ident.as_ref(),
            _ => None,
        };
        self.defined.extend(name.map(ToString::to_string));
        if let syn::Item::Mod(module) = item
            && module.content.is_none()
        {
            let path = module.attrs.iter().find_map(path_attribute);
            self.children.push((module.ident.to_string(), path));
        }
        visit::visit_item(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let is_reexport = !matches!(item.vis, syn::Visibility::Inherited);
        self.add_use(&item.tree, &[], is_reexport);
    }

    /// `pub(super)` is a path to syn, but imports nothing.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter().map(|s| s.ident.to_string());
        let segments: Vec<String> = segments.collect();
        self.paths.insert(segments);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.add_tokens(mac.tokens.clone());
        visit::visit_macro(self, mac);
    }
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn is_for_tests(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute
            .parse_args::<syn::Path>()
            .is_ok_and(|condition| condition.is_ident("test"))
}

fn path_attribute(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    match &pair.value {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) if pair.path.is_ident("path") => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes files below a folder and returns the circles of the crate whose root is `lib.rs`.
    fn circles(files: &[(&str, &str)]) -> Result<Vec<String>> {
        let folder = tempfile::tempdir().map_err(|source| Error::File {
            path: PathBuf::from("a temporary folder"),
            source,
        })?;
        for (name, text) in files {
            let path = folder.path().join(name);
            let parent = path.parent().unwrap_or(folder.path());
            fs::create_dir_all(parent).with_path(parent)?;
            fs::write(&path, text).with_path(&path)?;
        }
        let krate = Crate::read(&folder.path().join("lib.rs"))?;
        Ok(circles_of(&krate, folder.path()))
    }

    #[test]
    fn finds_files_that_import_each_other() -> Result<()> {
        let lib = ("lib.rs", "mod a; mod b;");
        for (a, b) in [
            (
                "use crate::b::B; pub struct A(B);",
                "use crate::a::A; pub struct B(Box<A>);",
            ),
            (
                "pub struct A(super::b::B);",
                "pub fn f(_: crate::a::A) {} pub struct B;",
            ),
            (
                "pub struct A; fn f() { view! { <crate::b::B/> } }",
                "use super::a::A; pub struct B(A);",
            ),
        ] {
            let found = circles(&[lib, ("a.rs", a), ("b.rs", b)])?;
            assert_eq!(found.len(), 1, "{a} {b}");
            assert!(found[0].contains("a.rs → b.rs: B"), "{}", found[0]);
        }
        Ok(())
    }

    #[test]
    fn finds_a_parent_and_a_child_that_import_each_other() -> Result<()> {
        let found = circles(&[
            ("lib.rs", "mod a;"),
            (
                "a.rs",
                "mod child; use child::Child; pub struct Parent(Child);",
            ),
            (
                "a/child.rs",
                "use super::Parent; pub struct Child; fn f(_: Parent) {}",
            ),
        ])?;
        assert_eq!(found.len(), 1);
        Ok(())
    }

    #[test]
    fn follows_reexports_and_ignores_tests() -> Result<()> {
        let found = circles(&[
            ("lib.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
            ("a.rs", "use crate::B; pub struct A(B);"),
            (
                "b.rs",
                "pub struct B; #[cfg(test)] mod tests { use crate::A; fn f(_: A) {} }",
            ),
        ])?;
        assert!(found.is_empty(), "{found:?}");
        Ok(())
    }
}
