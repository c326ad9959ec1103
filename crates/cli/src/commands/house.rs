//! The house style of what is made: from a file, or the settings asked for most.

use app::document::{HouseStyle, Profile};
use templates::Pack;

use crate::args::{FontsArgument, HouseArguments, ProfileArgument};
use crate::failure::{Failure, fault};
use crate::ports::files;

/// The shipped templates with the house style put over their style sheets.
pub(crate) fn pack(args: &HouseArguments) -> Result<Pack, Failure> {
    let mut house = match &args.file {
        None => HouseStyle::default(),
        Some(path) => toml::from_str(&files::read_text(path)?).map_err(|error: toml::de::Error| {
            let what = format!("院内版式文件“{}”有误（{}）。", path.display(), fault(&error.to_string()));
            Failure::new(what, "请对照 ducha typeset --help 中的名称修改。")
        })?,
    };
    if let Some(profile) = args.profile {
        house.profile = match profile {
            ProfileArgument::A => Profile::A,
            ProfileArgument::B => Profile::B,
            ProfileArgument::C => Profile::C,
        };
    }
    if let Some(fonts) = args.fonts {
        let name = match fonts {
            FontsArgument::Gb2312 => "gb2312",
            FontsArgument::Windows => "windows",
        };
        house.fonts = Some(name.to_owned());
    }
    let mut pack = Pack::shipped();
    pack.set_house(house);
    Ok(pack)
}
