// Package adaptertest is the part of the adapters' test rigs that is the same on every platform.
package adaptertest
