//! The `extra-credit` program. All it does is in the library.

fn main() -> std::process::ExitCode {
    extra_credit::cli::run()
}
