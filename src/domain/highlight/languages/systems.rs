//! Compiled, and close to the machine.

use crate::domain::highlight::definition::{
    ARROWS, ATTRIBUTE, BANG, CHARACTER, CODE, DELIMITED, Definition, ESCAPE, HASHES, Hole, LINES, NESTED, PREPROCESSOR,
    Quote, TICKS, UNDERSCORE_T,
};

const C_QUOTES: &[Quote] = &[Quote::new("\"", "\"", Hole::Never, ESCAPE), Quote::new("'", "'", Hole::Never, ESCAPE)];

pub(super) static RUST: Definition = Definition {
    label: "Rust",
    names: "rs rust",
    words: "AsMut AsRef Box Clone Copy Debug Default DoubleEndedIterator Drop Eq Err ExactSizeIterator Extend Fn \
        FnMut FnOnce From Into IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result Self \
        Send Sized Some String Sync ToOwned ToString Vec abstract as assert! assert_eq! assert_ne! async \
        await become bool box break cfg! char column! concat! const continue crate dbg! debug_assert! \
        debug_assert_eq! debug_assert_ne! do drop dyn else enum env! eprint! eprintln! extern f32 f64 false \
        file! final fn for format! format_args! i128 i16 i32 i64 i8 if impl in include! include_bytes! \
        include_str! isize let line! loop macro macro_rules! match matches! mod module_path! move mut \
        option_env! override panic! print! println! priv pub raw ref return self static str stringify! \
        struct super thread_local! todo! trait true try type typeof u128 u16 u32 u64 u8 unimplemented! union \
        unreachable! unsafe unsized use usize vec! virtual where while write! writeln! yield",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[
        Quote::new("#![", "]", Hole::Never, ATTRIBUTE | LINES),
        Quote::new("#[", "]", Hole::Never, ATTRIBUTE | LINES),
        Quote::new("\"", "\"", Hole::Never, ESCAPE | LINES),
        Quote::new("\"", "\"", Hole::Never, HASHES | LINES),
        Quote::new("'", "'", Hole::Never, CHARACTER),
    ],
    prefixes: "b br c cr r",
    rules: NESTED | BANG,
    ..CODE
};

pub(super) static GO: Definition = Definition {
    label: "Go",
    names: "go golang",
    words: "any append bool break byte cap case chan clear close comparable complex complex128 complex64 const \
        continue copy default defer delete else error fallthrough false float32 float64 for func go goto if \
        imag import int int16 int32 int64 int8 interface iota len make map max min new nil package panic \
        print println range real recover return rune select string struct switch true type uint uint16 \
        uint32 uint64 uint8 uintptr var",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[
        Quote::new("`", "`", Hole::Never, LINES),
        Quote::new("\"", "\"", Hole::Never, ESCAPE),
        Quote::new("'", "'", Hole::Never, ESCAPE),
    ],
    ..CODE
};

pub(super) static C: Definition = Definition {
    label: "C",
    names: "c h",
    words: "NULL _Alignas _Alignof _Atomic _Bool _Complex _Generic _Noreturn _Pragma _Static_assert \
        _Thread_local abort abs acos alignas alignof asin asm atan atan2 auto bool break calloc case ceil \
        char complex const constexpr continue cos cosh default do double else enum exit exp extern fabs \
        false float floor fmod for fprintf fputs free fscanf goto if inline int isalnum isalpha iscntrl \
        isdigit isgraph islower isprint ispunct isspace isupper isxdigit labs log log10 long malloc memchr \
        memcmp memcpy memset modf noreturn nullptr pow printf putchar puts realloc register restrict return \
        scanf short signed sin sinh sizeof snprintf sprintf sqrt sscanf static static_assert stderr stdin \
        stdout strcat strchr strcmp strcpy strcspn strlen strncat strncmp strncpy strpbrk strrchr strspn \
        strstr struct switch tan tanh thread_local tolower toupper true typedef typeof union unsigned \
        vfprintf void volatile vprintf vsprintf while",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: C_QUOTES,
    prefixes: "L U u u8",
    rules: PREPROCESSOR | ARROWS | UNDERSCORE_T | TICKS,
    ..CODE
};

pub(super) static CPP: Definition = Definition {
    label: "C++",
    names: "arduino c++ cc cpp cu cuda cxx h++ hh hpp hxx ino",
    words: "NULL alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t \
        char8_t class co_await co_return co_yield compl concept const const_cast consteval constexpr \
        constinit continue decltype default delete do double dynamic_cast else enum explicit export extern \
        false final float for friend goto if import inline int long module mutable namespace new noexcept \
        not not_eq nullopt nullptr operator or or_eq override private protected public register \
        reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch \
        template this thread_local throw true try typedef typeid typename union unsigned using virtual void \
        volatile wchar_t while xor xor_eq",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[
        Quote::new("\"", "\"", Hole::Never, DELIMITED | LINES),
        Quote::new("\"", "\"", Hole::Never, ESCAPE),
        Quote::new("'", "'", Hole::Never, ESCAPE),
    ],
    prefixes: "L LR R U UR u u8 u8R uR",
    rules: PREPROCESSOR | ARROWS | UNDERSCORE_T | TICKS,
    ..CODE
};
