// Package lexicon knows terms with the same meaning, and terms with opposite meanings, in English
// and Chinese.
package lexicon
