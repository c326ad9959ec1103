//! The web socket of a Firefox: one half writes, the other is listened to.

use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use tungstenite::protocol::{Role, WebSocket, WebSocketConfig};
use tungstenite::{Message, client};

use super::error::{DriverError, Result};
use super::wire::text_at;

/// A half of the connection.
pub(super) type Half = WebSocket<TcpStream>;

/// Waits until the browser has written down where it listens, and connects. Two halves, for writing and for listening.
pub(super) fn connect(profile: &Path, patience: Duration) -> Result<(Half, Half)> {
    let port = port(profile, patience)?;
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    let address = format!("ws://127.0.0.1:{port}/session");
    let refused = |error: String| DriverError::Misuse(format!("{address}: {error}"));
    let (socket, _) = client(&address, stream).map_err(|error| refused(error.to_string()))?;
    let stream = socket.get_ref().try_clone()?;
    // A picture of a window is one message.
    let large = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
    let listener = WebSocket::from_raw_socket(stream, Role::Client, Some(large));
    Ok((socket, listener))
}

fn port(profile: &Path, patience: Duration) -> Result<u16> {
    let note = profile.join("WebDriverBiDiServer.json");
    let start = Instant::now();
    loop {
        let text = std::fs::read_to_string(&note).unwrap_or_default();
        let told = serde_json::from_str::<Value>(&text).unwrap_or_default();
        if let Some(port) = told.get("ws_port").and_then(Value::as_u64).and_then(|port| port.try_into().ok())
        {
            return Ok(port);
        }
        if start.elapsed() > patience {
            return Err(DriverError::timeout("Firefox to listen", patience, text_at(&told, "")));
        }
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// The next message; none at the end.
pub(super) fn next(half: &mut Half) -> Option<Value> {
    loop {
        match half.read() {
            Ok(Message::Text(text)) => return serde_json::from_str(text.as_str()).ok(),
            Ok(Message::Close(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}
