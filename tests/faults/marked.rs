//! Where a faulty story says that its fault is, and where the program finds it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use krivitsky::diagnostic::{Diagnostic, SourceFile};

/// A code, and a file with line and column; none for a fault that is about the folder.
pub type Fault = (String, Option<(String, usize, usize)>);

/// What a folder says about itself: in marks under its lines, and in `expected.txt`.
pub fn wanted(folder: &Path) -> BTreeSet<Fault> {
    let mut wanted = BTreeSet::new();
    marks(&folder.join("faulty"), "", &mut wanted);
    for line in fs::read_to_string(folder.join("expected.txt")).unwrap_or_default().lines() {
        let place = line.split_once(' ').map(|(_, place)| {
            let mut parts = place.rsplitn(3, ':');
            let (column, line) = (parts.next().unwrap().parse().unwrap(), parts.next().unwrap().parse().unwrap());
            (parts.next().unwrap().to_owned(), line, column)
        });
        wanted.insert((line.split(' ').next().unwrap().to_owned(), place));
    }
    wanted
}

fn marks(folder: &Path, root: &str, wanted: &mut BTreeSet<Fault>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = format!("{root}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            marks(&path, &format!("{name}/"), wanted);
            continue;
        }
        // The lines are counted as they are without the marks.
        let mut line = 0;
        for text in String::from_utf8_lossy(&fs::read(&path).unwrap()).lines() {
            match text.split_once("^ K").filter(|_| text.trim_start().starts_with("//")) {
                Some((before, code)) => {
                    wanted
                        .insert((format!("K{}", code.trim()), Some((name.clone(), line, before.chars().count() + 1))));
                }
                None => line += 1,
            }
        }
    }
}

/// What was found, and where.
pub fn found(files: &[SourceFile], faults: &[Diagnostic]) -> BTreeSet<Fault> {
    let place = |fault: &Diagnostic| {
        let file = files.get(usize::from(fault.span.file.0))?;
        let place = file.place(fault.span.start as usize);
        Some((file.name.clone(), place.line, place.column))
    };
    faults.iter().map(|fault| (fault.code.number().to_owned(), place(fault))).collect()
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &to) } else { _ = fs::copy(entry.path(), to).unwrap() }
    }
}
