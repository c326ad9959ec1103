//! Runs wasm-bindgen as a library, so that its version is the one in `Cargo.lock`.

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;
use wasmparser::{BinaryReader, Parser, Payload};

/// A module and the script that feeds it.
pub(crate) struct Bound {
    pub(crate) module: Vec<u8>,
    /// A classic script that defines `wasm_bindgen`.
    pub(crate) glue: String,
}

/// Makes glue for a compiled module, without anything a kernel of 2020 does not know.
pub(crate) fn bind(mut module: Vec<u8>) -> Result<Bound> {
    let forgotten = forget_features(&mut module)?;
    println!("  target_features: {forgotten} entries turned off");
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("ducha", module).no_modules(true)?;
    bindgen.typescript(false).remove_name_section(true).remove_producers_section(true);
    let mut output = bindgen.generate_output().context("wasm-bindgen refused the module")?;
    // An entry may be empty: a crate that only could bring some.
    let snippets: Vec<_> = output.snippets().iter().filter(|(_, texts)| !texts.is_empty()).collect();
    ensure!(
        snippets.is_empty(),
        "a crate brings its own JavaScript, which the page has no place for: {snippets:?}"
    );
    let glue = output.js().to_owned();
    Ok(Bound { module: output.wasm_mut().emit_wasm(), glue })
}

/// Features whose mere mention makes wasm-bindgen write glue that old kernels refuse.
const FORGOTTEN: [&str; 2] = ["reference-types", "multivalue"];

/// Turns `+reference-types` and `+multivalue` into `-` in the `target_features` section. The standard library is
/// prebuilt with both, so the section claims them although no code in the module uses them. Returns how many.
fn forget_features(module: &mut [u8]) -> Result<usize> {
    let signs = feature_signs(module)?;
    for &at in &signs {
        *module.get_mut(at).context("a feature's sign lies inside the module")? = b'-';
    }
    Ok(signs.len())
}

/// The offsets of the `+` of each feature to forget.
fn feature_signs(module: &[u8]) -> Result<Vec<usize>> {
    let mut signs = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(section) = payload? else { continue };
        if section.name() != "target_features" {
            continue;
        }
        let mut reader = BinaryReader::new(section.data(), section.data_offset());
        for _ in 0..reader.read_var_u32()? {
            let at = reader.original_position();
            let sign = reader.read_u8()?;
            if sign == b'+' && FORGOTTEN.contains(&reader.read_string()?) {
                signs.push(at);
            }
        }
    }
    Ok(signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module_claiming(features: &[(u8, &str)]) -> Vec<u8> {
        let mut data = vec![u8::try_from("target_features".len()).unwrap()];
        data.extend(b"target_features");
        data.push(u8::try_from(features.len()).unwrap());
        for (sign, name) in features {
            data.push(*sign);
            data.push(u8::try_from(name.len()).unwrap());
            data.extend(name.as_bytes());
        }
        let mut module = b"\0asm\x01\0\0\0\0".to_vec();
        module.push(u8::try_from(data.len()).unwrap());
        module.extend(data);
        module
    }

    #[test]
    fn only_the_two_features_old_kernels_lack_are_forgotten() {
        let mut module =
            module_claiming(&[(b'+', "sign-ext"), (b'+', "multivalue"), (b'+', "reference-types")]);
        assert_eq!(forget_features(&mut module).unwrap(), 2);
        let expected =
            module_claiming(&[(b'+', "sign-ext"), (b'-', "multivalue"), (b'-', "reference-types")]);
        assert_eq!(module, expected);
    }
}
