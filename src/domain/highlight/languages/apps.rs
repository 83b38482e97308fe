//! Compiled, with a runtime of their own.

use crate::domain::highlight::definition::{
    CAPITALS, CHARACTER, CODE, DOUBLED, Definition, ESCAPE, HASHES, Hole, LABELS, LINES, NESTED, PREPROCESSOR, Quote,
    SIGILS,
};

pub(super) static JAVA: Definition = Definition {
    label: "Java",
    names: "java jsp",
    words: "abstract assert boolean break byte case catch char class const continue default do double else enum \
        exports extends false final finally float for goto if implements import instanceof int interface \
        long module native new non-sealed null package permits private protected public record requires \
        return sealed short static strictfp super switch synchronized this throw throws transient true try \
        var void volatile when while yield",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[
        Quote::new("\"\"\"", "\"\"\"", Hole::Never, ESCAPE | LINES),
        Quote::new("\"", "\"", Hole::Never, ESCAPE),
        Quote::new("'", "'", Hole::Never, ESCAPE),
    ],
    ..CODE
};

pub(super) static KOTLIN: Definition = Definition {
    label: "Kotlin",
    names: "kotlin kt kts",
    words: "Any Array Boolean Byte Char Double Float Int List Long Map Nothing Set Short String Unit abstract \
        actual annotation as break by catch class companion const constructor continue crossinline data do \
        else enum expect external false final finally for fun get if import in infix init inline inner \
        interface internal is lateinit noinline null object open operator out override package private \
        protected public reified return sealed set super suspend tailrec this throw true try typealias val \
        var vararg when where while",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[
        Quote::new("\"\"\"", "\"\"\"", Hole::DollarName, LINES),
        Quote::new("\"", "\"", Hole::DollarName, ESCAPE),
        Quote::new("'", "'", Hole::Never, ESCAPE),
    ],
    rules: NESTED,
    ..CODE
};

pub(super) static SWIFT: Definition = Definition {
    label: "Swift",
    names: "swift",
    words: "#available #else #elseif #endif #error #file #function #if #line #selector #warning @Sendable \
        @autoclosure @available @discardableResult @escaping @frozen @inlinable @main @objc Any Self _ abs \
        actor any as assert associatedtype async await break case catch class consuming continue convenience \
        debugPrint default defer deinit didSet distributed do dump dynamic each else enum extension \
        fallthrough false fatalError fileprivate final for func get guard if import in indirect infix init \
        inout internal is isolated lazy let macro max min mutating nil nonisolated nonmutating open operator \
        optional override package postfix precedencegroup precondition prefix print private protocol public \
        repeat required rethrows return self set some static stride struct subscript super swap switch throw \
        throws true try typealias unowned var weak where while willSet zip",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[
        Quote::new("\"\"\"", "\"\"\"", Hole::Paren, ESCAPE | LINES | HASHES),
        Quote::new("\"", "\"", Hole::Paren, ESCAPE | HASHES),
    ],
    rules: NESTED | CAPITALS | SIGILS | LABELS,
    ..CODE
};

pub(super) static CSHARP: Definition = Definition {
    label: "C#",
    names: "c# cs csharp csx",
    words: "abstract add alias and as ascending async await base bool break by byte case catch char checked \
        class const continue decimal default delegate descending do double dynamic else enum equals event \
        explicit extern false file finally fixed float for foreach from get global goto group if implicit in \
        init int interface internal into is join let lock long nameof namespace new nint not notnull nuint \
        null object on operator or orderby out override params partial private protected public readonly \
        record ref remove required return sbyte scoped sealed select set short sizeof stackalloc static \
        string struct switch this throw true try typeof uint ulong unchecked unmanaged unsafe ushort using \
        value var virtual void volatile when where while with yield",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[
        Quote::new("$@\"", "\"", Hole::Brace, LINES | DOUBLED),
        Quote::new("@$\"", "\"", Hole::Brace, LINES | DOUBLED),
        Quote::new("@\"", "\"", Hole::Never, LINES | DOUBLED),
        Quote::new("$\"\"\"", "\"\"\"", Hole::Brace, LINES),
        Quote::new("\"\"\"", "\"\"\"", Hole::Never, LINES),
        Quote::new("$\"", "\"", Hole::Brace, ESCAPE),
        Quote::new("\"", "\"", Hole::Never, ESCAPE),
        Quote::new("'", "'", Hole::Never, ESCAPE),
    ],
    rules: PREPROCESSOR,
    ..CODE
};

pub(super) static SCALA: Definition = Definition {
    label: "Scala",
    names: "sbt sc scala",
    words: "abstract break case catch class continue def default derives do else enum export extends extension \
        false final finally for forSome given if implicit import inline lazy match new null object opaque \
        open override package private protected return sealed super then this throw trait transparent true \
        try type using val var while with yield",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[
        Quote::new("\"\"\"", "\"\"\"", Hole::DollarName, LINES),
        Quote::new("\"", "\"", Hole::DollarName, ESCAPE),
        Quote::new("'", "'", Hole::Never, CHARACTER),
    ],
    prefixes: "f raw s",
    rules: NESTED | CAPITALS,
    ..CODE
};

pub(super) static DART: Definition = Definition {
    label: "Dart",
    names: "dart flutter",
    words: "abstract as assert async await base bool break case catch class const continue covariant default \
        deferred do double dynamic else enum export extends extension external factory false final finally \
        for get hide if implements import in int interface is late library mixin new null num on operator \
        part required rethrow return sealed set show static super switch sync this throw true try typedef \
        var void when while with yield",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[
        Quote::new("\"\"\"", "\"\"\"", Hole::DollarName, ESCAPE | LINES),
        Quote::new("'''", "'''", Hole::DollarName, ESCAPE | LINES),
        Quote::new("\"", "\"", Hole::DollarName, ESCAPE),
        Quote::new("'", "'", Hole::DollarName, ESCAPE),
    ],
    prefixes: "r",
    ..CODE
};

pub(super) static HASKELL: Definition = Definition {
    label: "Haskell",
    names: "haskell hs lhs",
    words: "as case class data default deriving do else family forall foreign hiding if import in infix infixl \
        infixr instance let mdo module newtype of proc qualified rec then type where",
    comments: &[("--", ""), ("{-", "-}")],
    quotes: &[Quote::new("\"", "\"", Hole::Never, ESCAPE), Quote::new("'", "'", Hole::Never, CHARACTER)],
    letters: "'",
    rules: NESTED | CAPITALS,
    ..CODE
};
