//! Replies that must come in, and votes that must be found.
//!
//! With independent exponential reply times of rate `r` for each of `n`, the `k`-th reply comes after
//! `Σ_{i<k} 1/((n-i) r)` on average; waiting for all is waiting for the slowest.

use crate::scenario::Rule;

/// Who has replied, of at most 64, and how many replies are enough.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replies {
    in_hand: u64,
    needed: u32,
}

impl Replies {
    /// Nobody of `of` has replied; `needed` replies are enough, all where that is 0 or too many.
    #[must_use]
    pub fn new(of: usize, needed: usize) -> Replies {
        let needed = if needed == 0 { of } else { needed.min(of) };
        Replies { in_hand: 0, needed: needed as u32 }
    }

    /// Whether enough have replied.
    #[must_use]
    pub fn enough(&self) -> bool {
        self.in_hand.count_ones() >= self.needed
    }

    /// Someone replies; whether this reply makes it enough.
    pub fn reply(&mut self, who: usize) -> bool {
        let before = self.enough();
        self.in_hand |= 1 << (who & 63);
        !before && self.enough()
    }
}

/// Who votes, who is for it, and who leads: bits by member.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ballot {
    voters: u64,
    supporters: u64,
    lead: u64,
}

/// How many of `members` a rule needs, at least 1; all of them where it does not count.
#[must_use]
pub fn needed(rule: Rule, share: f64, members: usize) -> usize {
    let needed = match rule {
        Rule::QualifiedMajority => libm::ceil(share * members as f64 - 1e-9) as usize,
        Rule::Majority => members / 2 + 1,
        Rule::Consensus | Rule::LeadDecides | Rule::Automatic => members,
    };
    needed.clamp(1, members.max(1))
}

impl Ballot {
    /// A member votes.
    pub fn cast(&mut self, member: usize, lead: bool, supports: bool) {
        let bit = 1 << (member & 63);
        self.voters |= bit;
        self.supporters |= if supports { bit } else { 0 };
        self.lead |= if lead { bit } else { 0 };
    }

    /// How many are for it.
    #[must_use]
    pub fn supporters(&self) -> u32 {
        self.supporters.count_ones()
    }

    /// Whether it is carried. `share` is the qualified majority's. The automatic rule asks nobody.
    #[must_use]
    pub fn carried(&self, rule: Rule, share: f64) -> bool {
        match rule {
            Rule::Consensus | Rule::QualifiedMajority | Rule::Majority => {
                let voters = self.voters.count_ones() as usize;
                voters == 0 || self.supporters() as usize >= needed(rule, share, voters)
            }
            Rule::LeadDecides => self.lead != 0 && self.supporters & self.lead == self.lead,
            Rule::Automatic => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_counts_once_and_enough_comes_once() {
        let mut replies = Replies::new(6, 4);
        let made: Vec<bool> = [0, 1, 1, 5, 3, 2].iter().map(|&who| replies.reply(who)).collect();
        assert_eq!(made, [false, false, false, false, true, false]);
        assert!(Replies::new(0, 0).enough());
        let mut all = Replies::new(2, 0);
        assert!(!all.reply(1) && all.reply(0));
    }

    #[test]
    fn rules_differ_in_whom_they_need() {
        let ballot = |supporters: &[usize]| {
            let mut ballot = Ballot::default();
            (0..6).for_each(|member| ballot.cast(member, member == 0, supporters.contains(&member)));
            ballot
        };
        let carried = |ballot: Ballot| {
            [Rule::Consensus, Rule::QualifiedMajority, Rule::Majority, Rule::LeadDecides]
                .map(|rule| ballot.carried(rule, 2.0 / 3.0))
        };
        assert_eq!(carried(ballot(&[0, 1, 2, 3, 4, 5])), [true; 4]);
        assert_eq!(carried(ballot(&[1, 2, 3, 4])), [false, true, true, false]);
        assert_eq!(carried(ballot(&[0, 1, 2])), [false, false, false, true]);
        assert!(Ballot::default().carried(Rule::Automatic, 1.0));
    }
}
