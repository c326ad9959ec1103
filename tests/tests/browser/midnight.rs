//! A form that stands open over midnight: what is on screen follows the clock, by itself and when the window comes back.

use crate::Walk;
use crate::app::{App, NO_PICKER};
use crate::form::by_id;
use crate::product;
use crate::survival::begin_unit;

/// A clock that can be put forward by days.
const CLOCK: &str = "(() => {
  const Real = Date;
  let ahead = 0;
  window.daysLater = days => { ahead = days * 86400000; };
  window.Date = class extends Real {
    constructor(...parts) { if (parts.length) { super(...parts); } else { super(Real.now() + ahead); } }
    static now() { return Real.now() + ahead; }
  };
  window.dayIn = days => {
    const day = new Real(Real.now() + days * 86400000);
    const two = number => String(number).padStart(2, '0');
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  };
})();";

const FIELD: &str = "filled_on";
const LATE: &str = "填报日期不得晚于今天";

pub(crate) fn open_over_midnight() -> Walk {
    let script = format!("{NO_PICKER}{CLOCK}");
    let app = App::open_scripted(&product::today()?, &product::page_url()?, "midnight", &script)?;
    begin_unit(&app)?;
    let page = app.page();
    page.wait_for(&by_id(FIELD))?;
    let (tomorrow, after): (String, String) = page.eval("[dayIn(1), dayIn(3)]")?;
    page.fill(&by_id(FIELD), &tomorrow)?;
    page.press("Tab")?;
    page.wait_text("#main", LATE)?;
    // The machine slept over midnight and its window comes back.
    page.eval::<()>("(daysLater(1), window.dispatchEvent(new Event('focus')), null)")?;
    let gone = format!("!document.querySelector('#main').innerText.includes('{LATE}')");
    page.wait_until(&gone)?;
    // Two more nights with the window in sight: nobody does anything.
    page.fill(&by_id(FIELD), &after)?;
    page.press("Tab")?;
    page.wait_text("#main", LATE)?;
    page.eval::<()>("(daysLater(3), null)")?;
    page.wait_until(&gone)?;
    app.finish()
}
