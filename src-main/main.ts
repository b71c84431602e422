// The desktop application's entry: to be filled in.
