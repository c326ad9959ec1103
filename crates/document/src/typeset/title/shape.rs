//! Which breaks: the cheapest lines by the price of their breaks and the shape they make.

use super::Edges;
use super::words::NEVER;

/// Most lines whose shape is judged; more are only made alike in length.
const SHAPED: usize = 3;

/// The cheapest `k` lines: price of the breaks plus price of the shape. `None` when no breaks fit.
pub(super) fn best(prices: &[i32], edges: &Edges, max: i32, k: usize) -> Option<(i32, Vec<usize>)> {
    if k > SHAPED {
        return balanced(prices, edges, max, k);
    }
    let mut found: Option<(i32, Vec<usize>)> = None;
    let open: Vec<usize> = (1..prices.len()).filter(|&i| prices.get(i).is_some_and(|&p| p < NEVER)).collect();
    let at = |i: usize| edges.seen.get(i).copied().unwrap_or(0);
    let total = edges.seen.last().copied().unwrap_or(0);
    let room = |i: usize| edges.room.get(i).copied().unwrap_or(0);
    let whole = edges.room.last().copied().unwrap_or(0);
    let price = |i: usize| prices.get(i).copied().unwrap_or(NEVER);
    let mut consider = |cost: i32, cuts: Vec<usize>| {
        if found.as_ref().is_none_or(|(least, _)| cost < *least) {
            found = Some((cost, cuts));
        }
    };
    for (n, &a) in open.iter().enumerate() {
        if k == 2 {
            let lines = [at(a), total - at(a)];
            if room(a) <= max && whole - room(a) <= max {
                consider(price(a) + shape(&lines), vec![a]);
            }
            continue;
        }
        for &b in open.iter().skip(n + 1) {
            let lines = [at(a), at(b) - at(a), total - at(b)];
            if [room(a), room(b) - room(a), whole - room(b)].iter().all(|l| *l <= max) {
                consider(price(a) + price(b) + shape(&lines), vec![a, b]);
            }
        }
    }
    found
}

/// Price of line lengths in half ems: trapezoids and diamonds are free, rectangles and hourglasses dear.
fn shape(lines: &[i32]) -> i32 {
    let longest = lines.iter().copied().max().unwrap_or(0);
    let stub: i32 = lines.iter().map(|&l| if l * 3 < longest { 60 } else { 0 }).sum();
    stub + match *lines {
        [a, b] => {
            let step = (a - b).abs();
            // Two to six characters of difference make a trapezoid.
            (4 - step).max(0) * 5 + (step - 12).max(0) * 4
        }
        [a, b, c] => {
            let outer = (a - c).abs();
            let form = if b > a && b > c {
                (outer - 4).max(0)
            } else if (a < b && b < c) || (a > b && b > c) {
                10
            } else if b < a && b < c {
                80
            } else {
                30
            };
            form + (longest - lines.iter().copied().min().unwrap_or(0) - 16).max(0) * 3
        }
        _ => 0,
    }
}

/// Many lines: lengths near their mean, by dynamic programming.
fn balanced(prices: &[i32], edges: &Edges, max: i32, k: usize) -> Option<(i32, Vec<usize>)> {
    let n = prices.len();
    let total = edges.seen.last().copied().unwrap_or(0);
    let mean = total / i32::try_from(k).unwrap_or(1).max(1);
    let at = |i: usize| edges.seen.get(i).copied().unwrap_or(0);
    let room = |i: usize| edges.room.get(i).copied().unwrap_or(0);
    let mut reach: Vec<Option<(i32, Vec<usize>)>> = vec![None; n + 1];
    if let Some(first) = reach.first_mut() {
        *first = Some((0, Vec::new()));
    }
    for _ in 0..k {
        let mut next = vec![None; n + 1];
        for (end, slot) in next.iter_mut().enumerate().skip(1) {
            let price = if end == n { 0 } else { prices.get(end).copied().unwrap_or(NEVER) };
            if price >= NEVER {
                continue;
            }
            let options = reach.iter().enumerate().take(end).filter_map(|(start, best)| {
                let width = at(end) - at(start);
                let (cost, cuts) = best.as_ref().filter(|_| room(end) - room(start) <= max)?;
                Some((cost + price + (width - mean).abs() * 3, cuts, start))
            });
            *slot = options.min_by_key(|(cost, ..)| *cost).map(|(cost, cuts, start)| {
                let mut cuts = cuts.clone();
                cuts.push(start);
                (cost, cuts)
            });
        }
        reach = next;
    }
    let (cost, starts) = reach.pop().flatten()?;
    Some((cost, starts.into_iter().skip(1).collect()))
}
