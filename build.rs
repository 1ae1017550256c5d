//! Compresses the notices, which are long and seldom read, so that the program carries an eighth of them.

use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;

fn main() {
    println!("cargo::rerun-if-changed=assets/notices.txt");
    let text = std::fs::read("assets/notices.txt").expect("assets/notices.txt is part of the repository");
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&text).expect("memory can be written to");
    let out = std::env::var_os("OUT_DIR").expect("cargo says where build scripts write");
    let packed = encoder.finish().expect("memory can be written to");
    std::fs::write(Path::new(&out).join("notices.zlib"), packed).expect("the build folder can be written to");
}
