//! Prints the results of this machine, a line each.

fn main() {
    print!("{}", same_bits::report());
}
