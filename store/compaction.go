package store

// metaCompaction is the key in Meta that is set while deleted data may still lie in free space of
// the file.
const metaCompaction = "compaction"

// SetCompactionOwed records whether deleted data may still lie in free space of the file.
// Forgetting a member sets it, compacting the file resets it.
func (t Tx) SetCompactionOwed(owed bool) error {
	if !owed {
		return t.Delete(Meta, []byte(metaCompaction))
	}
	return t.Put(Meta, []byte(metaCompaction), presentValue())
}

// CompactionOwed reports what SetCompactionOwed recorded.
func (t Tx) CompactionOwed() bool { return t.Get(Meta, []byte(metaCompaction)) != nil }
