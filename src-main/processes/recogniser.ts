// The recogniser's entry: to be filled in.
