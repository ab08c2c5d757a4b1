package prose

// IsHedged reports whether the author of a text says not to know.
func IsHedged(source string) bool { return tables().hedges.Kinds(ToLower(source)) > 0 }
