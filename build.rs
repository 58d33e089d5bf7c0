//! Puts into the program what it carries: the shipped story, file by file, and the faulty and mended examples that
//! `check --explain` shows.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The files of a folder: path inside it, with `/`, and bytes.
type Files = BTreeMap<String, Vec<u8>>;

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    // The tests of the shipped story are for whoever edits it.
    fs::write(out.join("story.rs"), texts(&root.join("story"), |name| !name.starts_with("tests/"))?)?;
    fs::write(out.join("new.rs"), texts(&root.join("assets/new"), |_| true)?)?;
    let faults = root.join("assets/faults");
    fs::write(out.join("base.rs"), texts(&faults.join("base"), |_| true)?)?;
    fs::write(out.join("faults.rs"), examples(&faults)?)
}

/// A list of every `wanted` file under `folder` with its text.
fn texts(folder: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut list = String::from("&[\n");
    for name in files(folder)?.into_keys().filter(|name| wanted(name)) {
        // Writing to a string cannot fail.
        let _ = writeln!(list, "    ({name:?}, include_str!({:?})),", folder.join(&name).display().to_string());
    }
    list.push_str("]\n");
    Ok(list)
}

/// A list of the examples: number, page, faulty files, mended files.
///
/// A file of an example is nearly the file of `base` that it stands for. So of each only this is kept: how many bytes at
/// its head and at its end are those of `base`, and what stands between.
fn examples(folder: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let base = files(&folder.join("base"))?;
    let mut numbers: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    numbers.retain(|path| path.join("about.md").is_file());
    numbers.sort();
    let mut list = String::from("&[\n");
    for path in numbers {
        let number = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let _ = writeln!(list, "    ({number:?}, include_str!({:?}),", path.join("about.md").display().to_string());
        for part in ["faulty", "mended"] {
            list.push_str("        &[");
            for (name, bytes) in files(&path.join(part))? {
                let text = unmarked(&bytes);
                let (head, end) = shared(base.get(&name).map_or(&[], Vec::as_slice), &text);
                let between = text[head..text.len() - end].escape_ascii();
                let _ = write!(list, "({name:?}, {head}, {end}, b\"{between}\"), ");
            }
            list.push_str("],\n");
        }
        list.push_str("    ),\n");
    }
    list.push_str("]\n");
    Ok(list)
}

/// How many bytes two files share at the head, and how many of the rest at the end.
fn shared(a: &[u8], b: &[u8]) -> (usize, usize) {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let end = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    (head, end)
}

/// A file without the lines that say where its fault is, `// ^ K022`: they are for the tests.
fn unmarked(bytes: &[u8]) -> Vec<u8> {
    let mark = |line: &[u8]| {
        let line = String::from_utf8_lossy(line);
        line.trim_start().starts_with("//") && line.contains("^ K")
    };
    bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| !mark(line)).collect::<Vec<_>>().concat()
}

/// The files under `folder` that belong to a story; none when it is not there.
fn files(folder: &Path) -> io::Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop().filter(|next| next.is_dir()) {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "ron" || end == "md") {
                let name = path.strip_prefix(folder).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(files)
}
