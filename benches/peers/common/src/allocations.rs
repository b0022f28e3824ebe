//! The system's allocator, counting: a program proves with it that a stretch of its work allocates nothing.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Of each thread by itself: what runs beside the work (a test's reporter that says that it takes long) does not count.
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// One more.
fn count() {
    ALLOCATIONS.set(ALLOCATIONS.get() + 1);
}

/// Declare it with `#[global_allocator]`.
#[derive(Debug)]
pub struct CountingAllocator;

impl CountingAllocator {
    /// Allocations of this thread so far, growth in place included.
    #[must_use]
    pub fn allocations() -> u64 {
        ALLOCATIONS.get()
    }
}

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract of the trait.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of the trait.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract of the trait.
        unsafe { System.realloc(pointer, layout, size) }
    }
}
