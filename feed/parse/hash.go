package parse

import (
	"encoding/binary"
	"math/bits"
)

// The constants of wyhash final 4 (Wang Yi, public domain): odd numbers whose
// bytes have four bits set.
const (
	hashSeed = 0xa0761d6478bd642f
	hashOdd1 = 0xe7037ed1a0b428db
	hashOdd2 = 0x8ebc6af09c88c6e3
)

// hash64 folds b into h by 64x64→128 bit multiplication, 16 bytes a step, as
// wyhash does: 10 GB/s, where SHA-256 reads 0.4. It is not keyed, because
// the sums are stored and must mean the same after a restart; who makes two of
// his own items collide hides the second from his own readers only.
func hash64(h uint64, b []byte) uint64 {
	n := uint64(len(b))
	for len(b) > 16 {
		h = mix(binary.LittleEndian.Uint64(b)^hashOdd1, binary.LittleEndian.Uint64(b[8:])^h)
		b = b[16:]
	}
	var tail [16]byte
	copy(tail[:], b)
	h = mix(binary.LittleEndian.Uint64(tail[:])^hashOdd2, binary.LittleEndian.Uint64(tail[8:])^h)
	return mix(h^n, hashOdd1)
}

func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
