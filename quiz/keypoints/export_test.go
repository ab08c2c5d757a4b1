package keypoints

// CheckPoints is for tests of the package from outside.
var CheckPoints = checkPoints
