//! An organ's agenda: the lead member's global items first, then the others in the order of filing.
//!
//! Items other than the case are alike but for their class, so counts are enough: those of the lead, those filed before
//! the case, those filed after it.

/// What waits for an organ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agenda {
    lead: u32,
    before: u32,
    after: u32,
    case: bool,
}

impl Agenda {
    /// Another item is filed.
    pub fn file(&mut self, of_lead: bool) {
        match (of_lead, self.case) {
            (true, _) => self.lead += 1,
            (false, false) => self.before += 1,
            (false, true) => self.after += 1,
        }
    }

    /// The case is filed.
    pub fn file_case(&mut self) {
        self.case = true;
    }

    /// The case is taken off the agenda; those behind it move up.
    pub fn withdraw_case(&mut self) {
        self.case = false;
        self.before += core::mem::take(&mut self.after);
    }

    /// A session deals with so many items; whether the case is one of them.
    pub fn sit(&mut self, slots: u32) -> bool {
        let mut left = slots;
        take(&mut self.lead, &mut left);
        take(&mut self.before, &mut left);
        let heard = self.case && left > 0;
        if heard {
            left -= 1;
            self.withdraw_case();
            take(&mut self.before, &mut left);
        }
        heard
    }

    /// How many items wait, the case counted.
    #[must_use]
    pub fn waiting(&self) -> u32 {
        self.lead + self.before + self.after + u32::from(self.case)
    }
}

fn take(from: &mut u32, left: &mut u32) {
    let taken = (*from).min(*left);
    *from -= taken;
    *left -= taken;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_waits_for_the_lead_and_for_those_before_it() {
        let mut agenda = Agenda::default();
        (0..3).for_each(|_| agenda.file(false));
        agenda.file_case();
        agenda.file(false);
        (0..2).for_each(|_| agenda.file(true));
        assert_eq!(agenda.waiting(), 7);
        assert!(!agenda.sit(4), "two of the lead, two before");
        assert!(agenda.sit(2), "one before, then the case");
        assert_eq!(agenda.waiting(), 1);
        assert!(!agenda.sit(4));
        assert_eq!(agenda.waiting(), 0);
    }
}
