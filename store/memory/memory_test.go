package memory_test

import (
	"testing"

	"quizbot/store/memory"
	"quizbot/store/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Store { return memory.New() })
}
