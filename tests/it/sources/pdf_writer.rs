//! Writes PDF files line by line, with known type, sizes and positions, so that what is read can be checked.

use std::fmt::Write as _;

/// Font size, distance from the left edge, height above the bottom edge (all in points), text.
pub type Set<'a> = (u32, u32, u32, &'a str);

/// Writes a file with a page for each list of lines, set in Helvetica.
pub fn pdf(pages: &[&[Set<'_>]]) -> Vec<u8> {
    let contents: Vec<String> = pages
        .iter()
        .map(|lines| {
            let mut content = String::from("BT\n");
            for (size, left, up, text) in *lines {
                let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
                let _ = writeln!(content, "/F1 {size} Tf 1 0 0 1 {left} {up} Tm ({text}) Tj");
            }
            content + "ET"
        })
        .collect();
    pdf_of(&contents)
}

/// Writes a file with a page for each content stream; `/F1` is Helvetica, `/F2` Courier in the standard encoding.
pub fn pdf_of(contents: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Title (Quay notes) /Author (Mia Holt) /CreationDate (D:20260302080000Z) >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>".to_owned(),
    ];
    let mut kids = String::new();
    for content in contents {
        let page = objects.len() + 1;
        let _ = write!(kids, "{page} 0 R ");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 5 0 R >> >> /Contents {} 0 R >>",
            page + 1
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    objects[1] = format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", contents.len());
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", place + 1);
    }
    let begin = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer\n<< /Size {} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{begin}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}
