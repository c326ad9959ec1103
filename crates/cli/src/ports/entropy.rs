//! Randomness from the operating system.

use crate::failure::Failure;

/// 32 fresh bytes.
pub(crate) fn bytes() -> Result<[u8; 32], Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| Failure::new("系统没有提供随机数，无法生成收件凭证。", "请检查系统环境后重试。"))?;
    Ok(bytes)
}
