//! In which order fields are calculated, and who stands in a circle when there is none.

use std::collections::BTreeSet;

/// Puts every node after the nodes it needs; ties keep the order of the form.
///
/// # Errors
/// The nodes of one circle, each needing the next and the last the first.
pub(crate) fn topological(needs: &[BTreeSet<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    let mut open: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (node, wanted) in needs.iter().enumerate() {
        for other in wanted {
            if let Some(list) = needed_by.get_mut(*other) {
                list.push(node);
            }
        }
    }
    let mut ready: BTreeSet<usize> =
        open.iter().enumerate().filter(|(_, open)| **open == 0).map(|(node, _)| node).collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(node) = ready.pop_first() {
        order.push(node);
        for dependant in needed_by.get(node).into_iter().flatten() {
            if let Some(left) = open.get_mut(*dependant) {
                *left -= 1;
                if *left == 0 {
                    ready.insert(*dependant);
                }
            }
        }
    }
    if order.len() == needs.len() { Ok(order) } else { Err(circle(needs, &order)) }
}

/// Walks from a node that is left over to one it needs, until a node comes up again.
fn circle(needs: &[BTreeSet<usize>], done: &[usize]) -> Vec<usize> {
    let done: BTreeSet<usize> = done.iter().copied().collect();
    let mut walk: Vec<usize> = Vec::new();
    let mut next = (0..needs.len()).find(|node| !done.contains(node));
    while let Some(node) = next {
        if let Some(start) = walk.iter().position(|seen| *seen == node) {
            return walk.split_off(start);
        }
        walk.push(node);
        next = needs.get(node).and_then(|wanted| wanted.iter().copied().find(|other| !done.contains(other)));
    }
    walk
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(lists: &[&[usize]]) -> Vec<BTreeSet<usize>> {
        lists.iter().map(|list| list.iter().copied().collect()).collect()
    }

    #[test]
    fn what_is_needed_comes_first() {
        assert_eq!(topological(&needs(&[&[2], &[], &[1]])), Ok(vec![1, 2, 0]));
        assert_eq!(topological(&needs(&[])), Ok(vec![]));
    }

    #[test]
    fn a_circle_is_named_without_its_tail() {
        assert_eq!(topological(&needs(&[&[1], &[2], &[1], &[]])), Err(vec![1, 2]));
        assert_eq!(topological(&needs(&[&[0]])), Err(vec![0]));
    }
}
