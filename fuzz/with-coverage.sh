#!/bin/sh
# Stands between cargo and the compiler (RUSTC_WRAPPER): the project's own crates get coverage counters, which the stable
# compiler has too. The libraries are left as they are: their authors fuzz them, and instrumenting them costs minutes.
case " $* " in
*" --crate-name virkning"* | *" --crate-name parsers "*)
    exec "$@" --cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
        -Cllvm-args=-sanitizer-coverage-trace-compares
    ;;
*) exec "$@" ;;
esac
