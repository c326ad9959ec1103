//! Looks into a finished module: would Chromium 83 take it, what does it import, how large is each section.

use anyhow::{Context, Result};
use wasmparser::{Parser, Payload, Validator, WasmFeatures};

/// What Chromium 83 knows of WebAssembly, and nothing after it. Values of 64 bits stay inside the module there:
/// passing them to script needs a kernel of 85, which wasm-bindgen's glue does not assume.
const CHROMIUM_83: WasmFeatures = WasmFeatures::MVP
    .union(WasmFeatures::MUTABLE_GLOBAL)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT);

/// Fails, with the offset and the reason, when the module uses anything above the floor.
pub(crate) fn check_floor(module: &[u8]) -> Result<()> {
    Validator::new_with_features(CHROMIUM_83)
        .validate_all(module)
        .map(drop)
        .context("the module uses a WebAssembly feature that Chromium 83 does not know")
}

/// Everything the module asks of its host, as `module.name`.
pub(crate) fn imports(module: &[u8]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                let import = import?;
                found.push(format!("{}.{}", import.module, import.name));
            }
        }
    }
    Ok(found)
}

/// The names of all exports.
pub(crate) fn exports(module: &[u8]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ExportSection(section) = payload? {
            for export in section {
                found.push(export?.name.to_owned());
            }
        }
    }
    Ok(found)
}

/// Each section's name and bytes, in file order.
pub(crate) fn sections(module: &[u8]) -> Result<Vec<(String, &[u8])>> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let Some((id, range)) = payload.as_section() else { continue };
        let name = if let Payload::CustomSection(section) = &payload {
            format!("custom {}", section.name())
        } else {
            section_name(id).to_owned()
        };
        let bytes = module.get(range).context("a section lies inside its module")?;
        found.push((name, bytes));
    }
    Ok(found)
}

/// The name the specification gives to a section's number.
fn section_name(id: u8) -> &'static str {
    const NAMES: [&str; 13] = [
        "custom",
        "type",
        "import",
        "function",
        "table",
        "memory",
        "global",
        "export",
        "start",
        "element",
        "code",
        "data",
        "data count",
    ];
    NAMES.get(usize::from(id)).copied().unwrap_or("unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with one function type, as `(parameters) -> (results)` in value-type bytes.
    fn module_of_type(parameters: &[u8], results: &[u8]) -> Vec<u8> {
        let mut entry = vec![1, 0x60, u8::try_from(parameters.len()).unwrap()];
        entry.extend(parameters);
        entry.push(u8::try_from(results.len()).unwrap());
        entry.extend(results);
        let mut module = b"\0asm\x01\0\0\0\x01".to_vec();
        module.push(u8::try_from(entry.len()).unwrap());
        module.extend(entry);
        module
    }

    #[test]
    fn a_plain_function_type_is_below_the_floor() {
        check_floor(&module_of_type(&[0x7f, 0x7e], &[0x7f])).unwrap();
    }

    #[test]
    fn two_results_are_above_the_floor() {
        check_floor(&module_of_type(&[], &[0x7f, 0x7f])).unwrap_err();
    }

    #[test]
    fn an_external_reference_is_above_the_floor() {
        check_floor(&module_of_type(&[0x6f], &[])).unwrap_err();
    }

    #[test]
    fn an_import_is_listed_with_its_module() {
        let mut module = module_of_type(&[], &[]);
        module.extend([2, 8, 1, 2, b'j', b's', 1, b'f', 0, 0]);
        assert_eq!(imports(&module).unwrap(), ["js.f"]);
    }
}
