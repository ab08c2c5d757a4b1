package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	utf "golang.org/x/text/encoding/unicode"
)

// Decode is a file as text with \n at the ends of its lines. What is not UTF-8 is read as what it most likely
// is, and reported.
func Decode(data []byte) (text string, problems []Diagnostic) {
	text, line, read := decodeToUTF8(data)
	if read != "" {
		problems = append(problems, WarningAt(line, "encoding", fmt.Sprintf("this line is not UTF-8 and was read as %s: save the file as UTF-8", read)))
	}
	if strings.ContainsRune(text, '\r') {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return text, problems
}

// decodeToUTF8 decodes data by its byte-order mark, as UTF-8, or by what its bytes look like, which is then named
// with the first line that is not UTF-8.
func decodeToUTF8(data []byte) (text string, line int, read string) {
	for _, mark := range [][]byte{{0xff, 0xfe}, {0xfe, 0xff}} {
		if bytes.HasPrefix(data, mark) {
			decoded, err := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewDecoder().Bytes(data)
			if err == nil {
				return string(decoded), 0, ""
			}
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if utf8.Valid(data) {
		return string(data), 0, ""
	}
	bad := firstInvalidByte(data)
	line = 1 + bytes.Count(data[:bad], []byte("\n"))
	if chinese, ok := decodeGB18030(data); ok {
		return chinese, line, "GB 18030"
	}
	return decodeWindows1252Bytes(data), line, "Windows-1252"
}

// decodeGB18030 decodes text as GB 18030, if its bytes look like it: a character of it is two bytes that are not
// ASCII, while those of Windows-1252 mostly stand alone and those of UTF-8 are valid as that.
func decodeGB18030(data []byte) (string, bool) {
	high, paired, valid := 0, 0, 0
	for i := 0; i < len(data); i++ {
		if data[i] < utf8.RuneSelf {
			continue
		}
		high++
		if _, size := utf8.DecodeRune(data[i:]); size > 1 {
			valid += size
		}
		if i > 0 && data[i-1] >= utf8.RuneSelf || i+1 < len(data) && data[i+1] >= utf8.RuneSelf {
			paired++
		}
	}
	if paired*10 < high*8 || valid*2 > high {
		return "", false
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	return string(decoded), err == nil && !bytes.ContainsRune(decoded, utf8.RuneError)
}

// decodeWindows1252Bytes reads each byte that is not UTF-8 as Windows-1252 and leaves the rest, as files need that were
// written in both.
func decodeWindows1252Bytes(data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for len(data) > 0 {
		c, size := utf8.DecodeRune(data)
		if c == utf8.RuneError && size == 1 {
			c = charmap.Windows1252.DecodeByte(data[0])
		}
		b.WriteRune(c)
		data = data[size:]
	}
	return b.String()
}

// firstInvalidByte is where the first byte stands that is not UTF-8.
func firstInvalidByte(data []byte) int {
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}
