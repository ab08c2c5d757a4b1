// Package confirmed applies the key points that admins confirmed to the questions of banks.
//
// A bank may change after its points were confirmed. Confirmed points hold as long as the bank's
// own points are the same as then, and the reference is the same or still supports every point.
// Points of a question that is gone are offered to the question that it resembles most.
package confirmed
