//! A disk that fails on purpose, under a real SQLite.
//!
//! It is a SQLite VFS that passes everything on to the system's own and keeps account of what has been flushed. It can
//! fail the nth change (error, half a write, no space, a flush that loses what it was to flush) or cut the power there. After a
//! power cut [`Disk::reboot`] writes what a real disk might hold: everything flushed, and of the rest any part, in sectors.

#![expect(unsafe_code, reason = "SQLite calls a VFS through C function pointers")]

use std::collections::BTreeMap;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::Path;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use libsqlite3_sys as ffi;

/// The unit in which a disk writes whole or not at all.
const SECTOR: usize = 512;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The power is cut: this change and all later ones fail, and nothing that was not flushed is sure to be there.
    PowerCut,
    /// This one change fails with an I/O error and is not made. A flush that fails loses what it was to flush.
    IoError,
    /// This one write is made by half, then fails.
    HalfWrite,
    /// From this change on the disk is full, until [`Disk::repair`].
    NoSpace,
}

/// A faulty disk. It lasts as long as the process, as SQLite requires of a VFS.
pub struct Disk {
    name: String,
    flush_for_real: bool,
    real: *mut ffi::sqlite3_vfs,
    state: Mutex<State>,
}

// SAFETY: `real` points at SQLite's default VFS, which is never freed and is made to be called from any thread.
unsafe impl Sync for Disk {}
// SAFETY: as above.
unsafe impl Send for Disk {}

#[derive(Default)]
struct State {
    plan: Option<(u64, Fault)>,
    changes: u64,
    flushes: u64,
    struck: bool,
    off: bool,
    full: bool,
    files: BTreeMap<String, Image>,
}

/// What is known of a file: its flushed bytes, the changes since, and what an unflushed deletion may bring back.
#[derive(Default)]
struct Image {
    flushed: Option<Vec<u8>>,
    since: Vec<Change>,
    deleted: Option<Vec<u8>>,
}

enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate(usize),
}

impl Change {
    fn apply(&self, to: &mut Vec<u8>) {
        match self {
            Change::Write { at, bytes } => {
                if to.len() < at + bytes.len() {
                    to.resize(at + bytes.len(), 0);
                }
                if let Some(place) = to.get_mut(*at..at + bytes.len()) {
                    place.copy_from_slice(bytes);
                }
            }
            Change::Truncate(size) => to.truncate(*size),
        }
    }
}

/// What becomes of a change that was asked for.
enum Verdict {
    Do,
    Half,
    Fail(c_int),
}

impl Disk {
    /// Puts a disk under SQLite. Flushes are kept account of but not passed on, which makes tests fast.
    ///
    /// # Errors
    /// When SQLite does not take it.
    pub fn attach(name: &str) -> anyhow::Result<&'static Disk> {
        Disk::register(name, false)
    }

    /// As [`Disk::attach`], with real flushes: for counting them under a real load.
    ///
    /// # Errors
    /// When SQLite does not take it.
    pub fn attach_flushing(name: &str) -> anyhow::Result<&'static Disk> {
        Disk::register(name, true)
    }

    fn register(name: &str, flush_for_real: bool) -> anyhow::Result<&'static Disk> {
        let c_name = CString::new(name)?;
        // SAFETY: SQLite is initialised before anything else is asked of it; a null name means the default VFS.
        let real = unsafe {
            anyhow::ensure!(ffi::sqlite3_initialize() == ffi::SQLITE_OK, "SQLite does not start");
            ffi::sqlite3_vfs_find(ptr::null())
        };
        anyhow::ensure!(!real.is_null(), "SQLite has no default VFS");
        let disk: &'static Disk =
            Box::leak(Box::new(Disk { name: name.into(), flush_for_real, real, state: Mutex::default() }));
        // SAFETY: `real` is SQLite's own VFS. The copy keeps its functions for what is passed on as it is (paths, time,
        // randomness), none of which uses the VFS it is called with.
        let mut vfs = unsafe { ptr::read(real) };
        vfs.szOsFile += size_of::<File>() as c_int;
        vfs.pNext = ptr::null_mut();
        vfs.zName = Box::leak(c_name.into_boxed_c_str()).as_ptr();
        vfs.pAppData = ptr::from_ref(disk).cast_mut().cast();
        vfs.xOpen = Some(open);
        vfs.xDelete = Some(delete);
        // SAFETY: the VFS is leaked, so it lives as long as the process.
        let taken = unsafe { ffi::sqlite3_vfs_register(Box::leak(Box::new(vfs)), 0) };
        anyhow::ensure!(taken == ffi::SQLITE_OK, "SQLite does not take the VFS {name}");
        Ok(disk)
    }

    /// The address of a database file on this disk.
    pub fn address(&self, path: &Path) -> String {
        format!("sqlite:{}?vfs={}", path.display(), self.name)
    }

    /// Forgets everything: a new, empty disk that works.
    pub fn renew(&self) {
        *self.state() = State::default();
    }

    /// Strikes at the `nth` change from now, counting from 1.
    pub fn strike_at(&self, nth: u64, fault: Fault) {
        let mut state = self.state();
        state.plan = Some((state.changes + nth, fault));
        state.struck = false;
    }

    /// Ends a fault that lasts.
    pub fn repair(&self) {
        let mut state = self.state();
        state.full = false;
        state.plan = None;
    }

    /// Cuts the power now.
    pub fn cut_power(&self) {
        self.state().off = true;
    }

    /// Whether the planned fault has happened.
    pub fn has_struck(&self) -> bool {
        self.state().struck
    }

    /// Whether the power is off.
    pub fn is_off(&self) -> bool {
        self.state().off
    }

    /// How many flushes there have been.
    pub fn flushes(&self) -> u64 {
        self.state().flushes
    }

    /// Writes what the disk might hold after the power cut into `folder`, by the files' own names. Seed 0 keeps nothing that was not
    /// flushed, seed 1 everything, any other a mixture of whole, torn and lost writes.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn reboot(&self, folder: &Path, seed: u64) -> anyhow::Result<()> {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for (path, image) in &self.state().files {
            let Some(name) = Path::new(path).file_name() else { continue };
            let mut bytes = image.flushed.clone();
            if bytes.is_none() && image.since.is_empty() && seed > 1 && dice.even() {
                bytes.clone_from(&image.deleted);
            }
            for change in &image.since {
                let fate = match seed {
                    0 => 0,
                    1 => 1,
                    _ => dice.roll() % 3,
                };
                match (fate, change) {
                    (1, change) => change.apply(bytes.get_or_insert_default()),
                    (0, _) | (_, Change::Truncate(_)) => {}
                    (_, Change::Write { at, bytes: written }) => {
                        for (n, sector) in written.chunks(SECTOR).enumerate() {
                            if dice.even() {
                                let part = Change::Write { at: at + n * SECTOR, bytes: sector.to_vec() };
                                part.apply(bytes.get_or_insert_default());
                            }
                        }
                    }
                }
            }
            if let Some(bytes) = bytes {
                std::fs::write(folder.join(name), bytes)?;
            }
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that failed elsewhere leaves the account as it was, which is all it needs to be.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn judge(&mut self, error: c_int, is_write: bool) -> Verdict {
        if self.off {
            return Verdict::Fail(error);
        }
        self.changes += 1;
        if self.full && is_write {
            return Verdict::Fail(ffi::SQLITE_FULL);
        }
        let Some((at, fault)) = self.plan else { return Verdict::Do };
        if self.changes != at {
            return Verdict::Do;
        }
        self.struck = true;
        match fault {
            Fault::PowerCut => {
                self.off = true;
                // The write under way may have got anywhere, so it counts among those not flushed.
                if is_write { Verdict::Half } else { Verdict::Fail(error) }
            }
            Fault::HalfWrite if is_write => Verdict::Half,
            Fault::IoError | Fault::HalfWrite => Verdict::Fail(error),
            Fault::NoSpace => {
                self.full = true;
                Verdict::Fail(if is_write { ffi::SQLITE_FULL } else { error })
            }
        }
    }

    fn image(&mut self, path: &str) -> &mut Image {
        self.files.entry(path.to_owned()).or_default()
    }
}

/// A small generator of dice rolls, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }

    fn even(&mut self) -> bool {
        self.roll().is_multiple_of(2)
    }
}

/// Calls the system's own method on the file behind ours.
macro_rules! pass {
    ($file:expr, $method:ident $(, $argument:expr)*) => {{
        let inner = inner($file);
        match (*(*inner).pMethods).$method {
            Some(method) => method(inner $(, $argument)*),
            None => ffi::SQLITE_ERROR,
        }
    }};
}

/// An open file: ours first, the system's own right behind it in the same allocation.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    disk: *const Disk,
    path: *mut String,
    /// The system's VFS flushes the folder along with the first flush of a journal or log it may have made.
    flushes_folder: bool,
}

/// The system's file behind ours.
///
/// # Safety
/// `file` must be one that [`open`] filled in, with `szOsFile` bytes of room.
unsafe fn inner(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: the allocation has room for both, by the `szOsFile` that was registered.
    unsafe { file.cast::<u8>().add(size_of::<File>()).cast() }
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite calls this with the VFS that was registered, whose data is a leaked disk, with room for the file, and
    // with a path that is null or ends in a zero byte.
    unsafe {
        let disk: *const Disk = (*vfs).pAppData.cast();
        let ours: *mut File = file.cast();
        (*ours).base.pMethods = ptr::null();
        if (*disk).state().off {
            return ffi::SQLITE_CANTOPEN;
        }
        let real = (*disk).real;
        let Some(real_open) = (*real).xOpen else { return ffi::SQLITE_ERROR };
        let opened = real_open(real, name, inner(file), flags, out_flags);
        if opened != ffi::SQLITE_OK {
            return opened;
        }
        let path = if name.is_null() { String::new() } else { CStr::from_ptr(name).to_string_lossy().into_owned() };
        (*ours).disk = disk;
        let journals = ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL | ffi::SQLITE_OPEN_WAL;
        (*ours).flushes_folder = flags & ffi::SQLITE_OPEN_CREATE != 0 && flags & journals != 0;
        (*ours).path = Box::into_raw(Box::new(path));
        (*ours).base.pMethods = &raw const METHODS;
        ffi::SQLITE_OK
    }
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: as for `open`.
    unsafe {
        let disk: *const Disk = (*vfs).pAppData.cast();
        let real = (*disk).real;
        let Some(real_delete) = (*real).xDelete else { return ffi::SQLITE_ERROR };
        let mut state = (*disk).state();
        if let Verdict::Fail(code) = state.judge(ffi::SQLITE_IOERR_DELETE, false) {
            return code;
        }
        let deleted = real_delete(real, name, sync_folder);
        if deleted == ffi::SQLITE_OK {
            let image = state.image(&CStr::from_ptr(name).to_string_lossy());
            let flushed = image.flushed.take();
            *image = Image { deleted: if sync_folder == 0 { flushed } else { None }, ..Image::default() };
        }
        deleted
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: `file` was filled in by `open`, and SQLite closes it once.
    unsafe {
        let ours: *mut File = file.cast();
        drop(Box::from_raw((*ours).path));
        pass!(file, xClose)
    }
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    to: *mut c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe {
        let ours: *mut File = file.cast();
        if (*(*ours).disk).state().off {
            return ffi::SQLITE_IOERR_READ;
        }
        pass!(file, xRead, to, length, at)
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    length: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: `file` was filled in by `open`; SQLite hands over `length` bytes at `from`.
    unsafe {
        let ours: *mut File = file.cast();
        let mut state = (*(*ours).disk).state();
        let verdict = state.judge(ffi::SQLITE_IOERR_WRITE, true);
        let length = match verdict {
            Verdict::Do => length,
            Verdict::Half => length / 2,
            Verdict::Fail(code) => return code,
        };
        let bytes = std::slice::from_raw_parts(from.cast::<u8>(), length as usize).to_vec();
        if !(*(*ours).disk).flush_for_real {
            state.image(&*(*ours).path).since.push(Change::Write { at: at as usize, bytes });
        }
        let written = pass!(file, xWrite, from, length, at);
        if matches!(verdict, Verdict::Half) { ffi::SQLITE_IOERR_WRITE } else { written }
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe {
        let ours: *mut File = file.cast();
        let mut state = (*(*ours).disk).state();
        if let Verdict::Fail(code) = state.judge(ffi::SQLITE_IOERR_TRUNCATE, false) {
            return code;
        }
        if !(*(*ours).disk).flush_for_real {
            state.image(&*(*ours).path).since.push(Change::Truncate(size as usize));
        }
        pass!(file, xTruncate, size)
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe {
        let ours: *mut File = file.cast();
        let disk = &*(*ours).disk;
        let mut state = disk.state();
        let verdict = state.judge(ffi::SQLITE_IOERR_FSYNC, false);
        let off = state.off;
        let image = state.image(&*(*ours).path);
        if let Verdict::Fail(code) = verdict {
            if !off {
                // The system takes the pages for clean after a failed flush: a later one will not write them.
                image.since.clear();
            }
            return code;
        }
        let mut flushed = image.flushed.take().unwrap_or_default();
        image.since.drain(..).for_each(|change| change.apply(&mut flushed));
        *image = Image { flushed: Some(flushed), ..Image::default() };
        state.flushes += 1;
        if std::mem::take(&mut (*ours).flushes_folder) {
            state.files.values_mut().for_each(|image| image.deleted = None);
        }
        drop(state);
        if disk.flush_for_real { pass!(file, xSync, flags) } else { ffi::SQLITE_OK }
    }
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut ffi::sqlite3_int64) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe { pass!(file, xFileSize, size) }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe { pass!(file, xLock, level) }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe { pass!(file, xUnlock, level) }
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, held: *mut c_int) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe { pass!(file, xCheckReservedLock, held) }
}

unsafe extern "C" fn file_control(file: *mut ffi::sqlite3_file, operation: c_int, argument: *mut c_void) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe { pass!(file, xFileControl, operation, argument) }
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe { pass!(file, xSectorSize) }
}

/// Those of the system's own files: the journal runs with what SQLite takes for granted there, which is that a write cut short
/// leaves the bytes around it alone. This disk keeps that promise and no other.
unsafe extern "C" fn device_characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe { pass!(file, xDeviceCharacteristics) }
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    to: *mut *mut c_void,
) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe { pass!(file, xShmMap, region, size, extend, to) }
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, offset: c_int, n: c_int, flags: c_int) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe { pass!(file, xShmLock, offset, n, flags) }
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    // SAFETY: `file` was filled in by `open`.
    unsafe {
        let inner = inner(file);
        if let Some(barrier) = (*(*inner).pMethods).xShmBarrier {
            barrier(inner);
        }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    // SAFETY: `file` was filled in by `open`.
    unsafe { pass!(file, xShmUnmap, delete) }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
