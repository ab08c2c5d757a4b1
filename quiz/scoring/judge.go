package scoring

// Judge is the person or program that gave a grade.
type Judge string

// A grade comes from a grader, from the answer's author or from an admin.
const (
	ByGrader Judge = "grader"
	ByAuthor Judge = "author"
	ByAdmin  Judge = "admin"
)
