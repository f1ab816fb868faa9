package feed

// Classes are the ways in which an item is coverage of armed conflict, in the
// order in which they are told.
var Classes = []string{"fighting", "attacks", "forces", "command", "ending", "effects", "law", "threat", "reporting"}
