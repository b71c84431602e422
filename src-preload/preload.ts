// The preload: to be filled in.
