// Package llm lets a language model check the verdicts of the offline grader. Any server with the
// chat completions of OpenAI's API will do.
//
// Answers and banks are written by people who may want to talk the model into a grade. So the model
// never gives one: it gives verdicts with quotes, and Combine decides what they change.
package llm
