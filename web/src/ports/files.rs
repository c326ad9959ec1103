//! Files that leave: written where the user says and read back, or handed over by a download.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use sha2::{Digest as _, Sha256};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DomException, HtmlAnchorElement, Url};

/// Hands a file to the user by a download. Whether it arrives is not known.
///
/// # Errors
/// What the browser says when it refuses.
pub(crate) fn download(name: &str, mime: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let url = address(mime, bytes)?;
    let document = gloo::utils::document();
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    gloo::utils::body().append_child(&anchor)?;
    anchor.click();
    anchor.remove();
    // Old kernels read the address only after the click has returned.
    Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// An address inside the page under which the browser finds these bytes.
///
/// # Errors
/// What the browser says when it refuses.
pub(crate) fn address(mime: &str, bytes: &[u8]) -> Result<String, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    Url::create_object_url_with_blob(&blob)
}

/// SHA-256 of a file in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

/// What became of a file that was to be written where the user says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Written {
    /// It was written, read back and is the same. The name is the user's.
    Same(String),
    /// It was written and reads back otherwise, or writing failed.
    Failed,
    /// The user chose no place.
    Cancelled,
    /// This browser cannot do it here.
    Unable,
}

/// Asks the user for a place, writes the file there and reads it back. Must be called while a click is handled.
pub(crate) async fn write(name: &str, bytes: &[u8]) -> Written {
    let handle = match pick(name) {
        Some(asked) => match JsFuture::from(asked).await {
            Ok(handle) => handle,
            Err(error) if is(&error, "AbortError") => return Written::Cancelled,
            Err(_) => return Written::Unable,
        },
        None => return Written::Unable,
    };
    match write_to(&handle, bytes).await {
        Ok(true) => Written::Same(
            Reflect::get(&handle, &"name".into()).ok().and_then(|n| n.as_string()).unwrap_or_default(),
        ),
        Ok(false) | Err(_) => Written::Failed,
    }
}

fn is(error: &JsValue, name: &str) -> bool {
    error.dyn_ref::<DomException>().is_some_and(|error| error.name() == name)
}

/// The browser's question for a place; `None` where it has none (old kernels, pages without TLS).
fn pick(name: &str) -> Option<Promise> {
    let window = gloo::utils::window();
    let ask: Function = Reflect::get(&window, &"showSaveFilePicker".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"suggestedName".into(), &name.into()).ok()?;
    ask.call1(&window, &options).ok()?.dyn_into().ok()
}

async fn write_to(handle: &JsValue, bytes: &[u8]) -> Result<bool, JsValue> {
    let stream = call(handle, "createWritable", None).await?;
    call(&stream, "write", Some(&Uint8Array::from(bytes))).await?;
    call(&stream, "close", None).await?;
    let file: Blob = call(handle, "getFile", None).await?.dyn_into()?;
    let read = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&read).to_vec() == bytes)
}

async fn call(object: &JsValue, method: &str, argument: Option<&JsValue>) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    let promise = match argument {
        Some(argument) => method.call1(object, argument)?,
        None => method.call0(object)?,
    };
    JsFuture::from(promise.dyn_into::<Promise>()?).await
}
