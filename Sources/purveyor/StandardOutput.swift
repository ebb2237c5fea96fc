import Glibc

/// What was printed leaves at once, also into a pipe or a file.
func flushStandardOutput() {
    fflush(nil)
}
