//! Interpreted, and at home in a terminal.

use crate::domain::highlight::definition::{
    ANY_CASE, APART, APART_COMMENTS, ARROWS, BACKTICK, CODE, COMMANDS, DOUBLED, Definition, ESCAPE, HEREDOC, Hole,
    INSTRUCTIONS, LABELS, LINES, LONG_BRACKETS, MARKED, PERCENT, Quote, REGEX, SHELL, SYMBOLS, TARGETS,
};

pub(super) static PYTHON: Definition = Definition {
    label: "Python",
    names: "gyp ipython py py3 pycon pyi python python3",
    words: "Any Callable Dict Ellipsis False Generic List Literal None NotImplemented Optional Sequence Set True \
        Tuple Type Union __import__ abs aiter all and anext any as ascii assert async await bin bool break \
        breakpoint bytearray bytes callable case chr class classmethod compile complex continue def del \
        delattr dict dir divmod elif else enumerate eval except exec filter finally float for format from \
        frozenset getattr global globals hasattr hash help hex id if import in input int is isinstance \
        issubclass iter lambda len list locals map match max memoryview min next nonlocal not object oct \
        open or ord pass pow print property raise range repr return reversed round self set setattr slice \
        sorted staticmethod str sum super try tuple type vars while with yield zip",
    comments: &[("#", "")],
    quotes: &[
        Quote::new("\"\"\"", "\"\"\"", Hole::Brace, ESCAPE | LINES | MARKED),
        Quote::new("'''", "'''", Hole::Brace, ESCAPE | LINES | MARKED),
        Quote::new("\"", "\"", Hole::Brace, ESCAPE | MARKED),
        Quote::new("'", "'", Hole::Brace, ESCAPE | MARKED),
    ],
    prefixes: "B BR Br F FR Fr R RB RF Rb Rf U b bR br f fR fr r rB rF rb rf u",
    ..CODE
};

const SHELL_QUOTES: &[Quote] = &[
    Quote::new("\"", "\"", Hole::Shell, ESCAPE | LINES),
    Quote::new("$'", "'", Hole::Never, ESCAPE | LINES),
    Quote::new("'", "'", Hole::Never, LINES),
];

pub(in crate::domain::highlight) const SHELL_WORDS: &str = "alias basename bg break builtin case cat cd chgrp chmod chown chroot command continue coproc cp cut \
        date dd declare df dir dirname disown do done du echo elif else enable env esac eval exec exit \
        export expr factor false fg fi for function getopts groups hash head hostid id if in install jobs \
        join kill let ln local logname logout ls mapfile md5sum mkdir mkfifo mktemp mv nice nl nohup nproc \
        od paste popd pr printenv printf pushd pwd read readarray readlink readonly realpath return rm rmdir \
        select seq set sha1sum sha256sum sha512sum shift shopt shuf sleep sort source split stat stty sudo \
        sum sync tac tail tee test then time timeout touch tr trap true truncate tsort tty type typeset \
        ulimit umask unalias uname uniq unlink unset until uptime users wait wc while who whoami yes";

pub(super) static BASH: Definition = Definition {
    label: "Bash",
    names: "bash console fish ksh sh sh-session shell shell-session shellsession terminal zsh",
    words: SHELL_WORDS,
    comments: &[("#", "")],
    quotes: SHELL_QUOTES,
    letters: "-.",
    rules: SHELL | APART_COMMENTS | HEREDOC,
    ..CODE
};

pub(super) static DOCKERFILE: Definition = Definition {
    label: "Dockerfile",
    names: "containerfile docker dockerfile",
    words: "add arg as cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell \
        stopsignal user volume workdir",
    comments: &[("#", "")],
    quotes: SHELL_QUOTES,
    letters: "-.",
    rules: SHELL | APART_COMMENTS | HEREDOC | ANY_CASE | INSTRUCTIONS,
    ..CODE
};

pub(super) static MAKEFILE: Definition = Definition {
    label: "Makefile",
    names: "gnumake mak make makefile mk",
    words: "addprefix addsuffix basename call define else endef endif export filter filter-out foreach ifdef \
        ifeq ifndef ifneq include notdir override patsubst private shell sinclude subst undefine unexport \
        vpath wildcard",
    comments: &[("#", "")],
    quotes: &[Quote::new("\"", "\"", Hole::Shell, ESCAPE)],
    letters: "-.",
    rules: SHELL | APART_COMMENTS | TARGETS,
    ..CODE
};

pub(super) static POWERSHELL: Definition = Definition {
    label: "PowerShell",
    names: "posh powershell ps ps1 psm1 pwsh",
    words: "begin break cat catch cd class continue copy cp curl data default del dir do dynamicparam echo else \
        elseif end enum exit filter finally for foreach function hidden if in kill ls man mkdir move mv \
        param parameter process ps pwd return rm select set sleep sort start static switch tee this throw \
        trap try until using wget where while write",
    comments: &[("<#", "#>"), ("#", "")],
    quotes: &[
        Quote::new("@\"", "\"@", Hole::Shell, LINES | BACKTICK),
        Quote::new("@'", "'@", Hole::Never, LINES),
        Quote::new("\"", "\"", Hole::Shell, LINES | BACKTICK | DOUBLED),
        Quote::new("'", "'", Hole::Never, LINES | DOUBLED),
    ],
    letters: "-",
    rules: ANY_CASE | COMMANDS | SHELL,
    ..CODE
};

pub(super) static RUBY: Definition = Definition {
    label: "Ruby",
    names: "gemspec irb podspec rake rb ruby",
    words: "BEGIN END __ENCODING__ __FILE__ __LINE__ alias and attr_accessor attr_reader attr_writer begin break \
        case class def define_method defined do else elsif end ensure extend false for if in include lambda \
        module module_function next nil not or prepend private private_constant proc protected public raise \
        redo require require_relative rescue retry return self super then throw true undef unless until when \
        while yield",
    comments: &[("#", ""), ("=begin", "=end")],
    quotes: &[
        Quote::new("\"", "\"", Hole::Hash, ESCAPE | LINES),
        Quote::new("'", "'", Hole::Never, ESCAPE | LINES),
        Quote::new("`", "`", Hole::Hash, ESCAPE | LINES),
        Quote::new("/", "/", Hole::Hash, REGEX),
    ],
    rules: HEREDOC | PERCENT | LABELS | SYMBOLS,
    ..CODE
};

pub(super) static PHP: Definition = Definition {
    label: "PHP",
    names: "php php3 php5 php7 php8 phtml",
    words: "FALSE NULL TRUE __CLASS__ __DIR__ __FILE__ __FUNCTION__ __LINE__ __METHOD__ __NAMESPACE__ abstract \
        and array as bool boolean break callable case catch class clone const continue declare default die \
        do double echo else elseif empty enddeclare endfor endforeach endif endswitch endwhile enum eval \
        exit extends false final finally float fn for foreach from function global goto if implements \
        include include_once instanceof insteadof int integer interface isset iterable list match mixed \
        namespace never new null object or parent print private protected public readonly require \
        require_once return self static string switch this throw trait true try unset use var void while xor \
        yield",
    comments: &[("//", ""), ("/*", "*/"), ("#", "")],
    quotes: &[
        Quote::new("\"", "\"", Hole::Php, ESCAPE | LINES),
        Quote::new("'", "'", Hole::Never, ESCAPE | LINES),
        Quote::new("#[", "]", Hole::Never, crate::domain::highlight::definition::ATTRIBUTE | LINES),
    ],
    rules: HEREDOC | ARROWS,
    ..CODE
};

pub(super) static LUA: Definition = Definition {
    label: "Lua",
    names: "lua luau pluto",
    words: "_ENV _G _VERSION __add __call __concat __div __eq __gc __index __le __len __lt __metatable __mode \
        __mul __newindex __sub __tostring and assert break collectgarbage concat coroutine debug do dofile \
        else elseif end error exit false floor for format function getmetatable goto gsub if in insert io \
        ipairs load loadfile loadstring local lower math module next nil not or os package pairs pcall print \
        rawequal rawget rawlen rawset remove repeat require return select self setmetatable string table \
        then tonumber tostring true type unpack until upper while xpcall",
    comments: &[("--", "")],
    quotes: &[
        Quote::new("\"", "\"", Hole::Never, ESCAPE),
        Quote::new("'", "'", Hole::Never, ESCAPE),
        Quote::new("[", "]", Hole::Never, LINES),
    ],
    rules: LONG_BRACKETS,
    ..CODE
};

pub(super) static R: Definition = Definition {
    label: "R",
    names: "r rlang rscript splus",
    words: "F FALSE Inf LETTERS NA NA_character_ NA_integer_ NA_real_ NULL NaN T TRUE UseMethod abs all any \
        as.character as.double as.integer as.logical as.numeric attr attributes break c call ceiling class \
        cos cumprod cumsum dim dimnames else environment exp expression floor for function if in invisible \
        is.character is.function is.list is.logical is.na is.null is.numeric length letters list log max min \
        missing month.name names nchar next on.exit pi prod quote range rep repeat return round seq_along \
        seq_len sign sin sqrt substitute sum switch tan unclass while",
    comments: &[("#", "")],
    quotes: &[Quote::new("\"", "\"", Hole::Never, ESCAPE | LINES), Quote::new("'", "'", Hole::Never, ESCAPE | LINES)],
    letters: ".",
    ..CODE
};

pub(super) static ELIXIR: Definition = Definition {
    label: "Elixir",
    names: "elixir ex exs heex",
    words: "after alias and case catch cond def defdelegate defexception defguard defguardp defimpl defmacro \
        defmacrop defmodule defp defprotocol defstruct do else end false fn for if import in nil not or \
        quote raise receive require rescue true try unless unquote use when with",
    comments: &[("#", "")],
    quotes: &[
        Quote::new("\"\"\"", "\"\"\"", Hole::Hash, ESCAPE | LINES),
        Quote::new("\"", "\"", Hole::Hash, ESCAPE | LINES),
        Quote::new("'", "'", Hole::Hash, ESCAPE | APART),
    ],
    rules: LABELS | SYMBOLS | PERCENT,
    ..CODE
};
