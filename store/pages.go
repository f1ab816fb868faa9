package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// This file reads bbolt's pages with our own eyes, before bbolt does: bbolt
// follows page numbers and lengths wherever they lead, and on a damaged file that
// may be round in circles, or into memory that is not there. Numbers are in the
// machine's byte order, as bbolt writes them.
//
//	page    id u64, flags u16, count u16, overflow u32, then elements, then keys and values
//	branch  element: offset of its key u32, key length u32, child page u64
//	leaf    element: flags u32, offset of its key u32, key length u32, value length u32
//	bucket  value of a leaf element: root page u64 (0: a page follows inline), sequence u64
//	meta    magic, version, page size, flags u32; bucket; freelist, page count, transaction, checksum u64

const (
	pageHead, elementSize, bucketHead = 16, 16, 16
	metaSize                          = 64
	branchPage, leafPage, freePage    = 0x01, 0x02, 0x10
	bucketFlag                        = 0x01

	mostDepth = 64         // no tree of ours is deeper than five pages
	noFreeIDs = ^uint64(0) // the list of free pages is not in the file
)

var order = binary.NativeEndian

// pages is a walk through the pages that are in use.
type pages struct {
	file  io.ReaderAt
	size  int    // of a page
	count uint64 // of pages
	seen  []bool

	buffers [mostDepth + 2][]byte // one a depth, and the last for the free pages
}

// checkPages walks a file that is not being written and reports the first thing
// that would lead bbolt astray: a page that is not what its place says, that is
// used twice, or whose contents are out of bounds or out of order. It reads the
// file once: 0.1 s for the 120 MB of 100,000 stories.
func checkPages(file io.ReaderAt, pageSize int, length int64) error {
	meta, err := newestMeta(file, pageSize)
	if err != nil {
		return err
	}
	root, free, count := order.Uint64(meta[16:]), order.Uint64(meta[32:]), order.Uint64(meta[40:])
	if count > uint64(length)/uint64(pageSize) {
		return fmt.Errorf("cut off: %d bytes of %d pages of %d", length, count, pageSize)
	}
	p := &pages{file: file, size: pageSize, count: count, seen: make([]bool, count)}
	if err := p.tree(root, 0, &bound{}); err != nil {
		return err
	}
	if free == noFreeIDs {
		return nil
	}
	return p.free(free)
}

// newestMeta reads the newer of the two meta pages that is whole.
func newestMeta(file io.ReaderAt, pageSize int) (newest []byte, err error) {
	for i := range int64(2) {
		meta := make([]byte, metaSize)
		if _, err := file.ReadAt(meta, i*int64(pageSize)+pageHead); err != nil {
			return nil, err
		}
		sum := fnv.New64a()
		_, _ = sum.Write(meta[:metaSize-8])
		if sum.Sum64() != order.Uint64(meta[metaSize-8:]) {
			continue
		}
		if newest == nil || order.Uint64(meta[48:]) > order.Uint64(newest[48:]) {
			newest = meta
		}
	}
	if newest == nil {
		return nil, errors.New("no valid meta page")
	}
	return newest, nil
}

// read gives the page, with its overflow, and marks it as used. What it gives
// holds until the next page of this depth is read.
func (p *pages) read(id uint64, depth int) ([]byte, error) {
	if id < 2 || id >= p.count {
		return nil, fmt.Errorf("page %d is not one of %d", id, p.count)
	}
	page := p.buffer(depth, p.size)
	if _, err := p.file.ReadAt(page, int64(id)*int64(p.size)); err != nil {
		return nil, err
	}
	more := uint64(order.Uint32(page[12:]))
	if order.Uint64(page) != id || id+more >= p.count {
		return nil, fmt.Errorf("page %d has a wrong head", id)
	}
	for n := id; n <= id+more; n++ {
		if p.seen[n] {
			return nil, fmt.Errorf("page %d is used twice", n)
		}
		p.seen[n] = true
	}
	if more == 0 {
		return page, nil
	}
	page = p.buffer(depth, (int(more)+1)*p.size)
	_, err := p.file.ReadAt(page, int64(id)*int64(p.size))
	return page, err
}

func (p *pages) buffer(depth, size int) []byte {
	if cap(p.buffers[depth]) < size {
		p.buffers[depth] = make([]byte, size)
	}
	return p.buffers[depth][:size]
}

// tree walks the subtree of a page.
func (p *pages) tree(id uint64, depth int, last *bound) error {
	if depth > mostDepth {
		return fmt.Errorf("page %d is deeper than %d", id, mostDepth)
	}
	page, err := p.read(id, depth)
	if err != nil {
		return err
	}
	if err := p.elements(page, depth, last); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

// elements checks what is on a branch or leaf page, and below it.
func (p *pages) elements(page []byte, depth int, last *bound) error {
	flags, count := order.Uint16(page[8:]), int(order.Uint16(page[10:]))
	if flags != branchPage && flags != leafPage {
		return fmt.Errorf("kind %#x, want branch or leaf", flags)
	}
	if pageHead+count*elementSize > len(page) || flags == branchPage && count == 0 {
		return fmt.Errorf("%d elements", count)
	}
	for i := range count {
		at := pageHead + i*elementSize
		element := page[at : at+elementSize]
		var err error
		if flags == branchPage {
			err = p.branch(page[at:], element, depth, last)
		} else {
			err = p.leaf(page[at:], element, depth, last)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *pages) branch(from, element []byte, depth int, last *bound) error {
	key, err := span(from, order.Uint32(element), order.Uint32(element[4:]))
	if err != nil {
		return err
	}
	if err := last.pass(key, true); err != nil {
		return err
	}
	return p.tree(order.Uint64(element[8:]), depth+1, last)
}

func (p *pages) leaf(from, element []byte, depth int, last *bound) error {
	offset, keyLength := order.Uint32(element[4:]), order.Uint32(element[8:])
	key, err := span(from, offset, keyLength)
	if err != nil {
		return err
	}
	value, err := span(from, offset, keyLength, order.Uint32(element[12:]))
	if err != nil {
		return err
	}
	if err := last.pass(key, false); err != nil {
		return err
	}
	if order.Uint32(element)&bucketFlag == 0 {
		return nil
	}
	return p.bucket(value[keyLength:], depth)
}

// bucket checks what is in a bucket, in pages of its own or inline.
func (p *pages) bucket(value []byte, depth int) error {
	switch {
	case len(value) < bucketHead:
		return fmt.Errorf("a bucket of %d bytes", len(value))
	case order.Uint64(value) != 0:
		return p.tree(order.Uint64(value), depth+1, &bound{})
	case len(value) < bucketHead+pageHead || order.Uint16(value[bucketHead+8:]) != leafPage || depth > mostDepth:
		return fmt.Errorf("an inline bucket of %d bytes", len(value))
	}
	return p.elements(value[bucketHead:], depth+1, &bound{})
}

// free checks the list of the pages that bbolt may write over.
func (p *pages) free(id uint64) error {
	page, err := p.read(id, mostDepth+1)
	if err != nil {
		return err
	}
	ids, count := page[pageHead:], uint64(order.Uint16(page[10:]))
	if count == 0xFFFF { // too many for the head: the first entry counts them
		ids, count = ids[8:], order.Uint64(ids)
	}
	if order.Uint16(page[8:]) != freePage || count > uint64(len(ids)/8) {
		return fmt.Errorf("page %d: no list of %d free pages", id, count)
	}
	for i := range count {
		free := order.Uint64(ids[8*i:])
		if free < 2 || free >= p.count || p.seen[free] {
			return fmt.Errorf("page %d is free and used, or free twice, or not there", free)
		}
		p.seen[free] = true
	}
	return nil
}

// span gives the bytes of the given lengths that begin offset bytes after from.
func span(from []byte, offset uint32, lengths ...uint32) ([]byte, error) {
	end := uint64(offset)
	for _, n := range lengths {
		end += uint64(n)
	}
	if end > uint64(len(from)) || offset < elementSize {
		return nil, fmt.Errorf("an element of %v bytes at %d", lengths, offset)
	}
	return from[offset:end], nil
}

// bound is the key that a walk passed last, which the next must exceed, or may
// equal where a branch announced it.
type bound struct {
	key       []byte
	announced bool
	begun     bool
}

func (b *bound) pass(key []byte, announced bool) error {
	if c := bytes.Compare(key, b.key); b.begun && (c < 0 || c == 0 && !b.announced) {
		return fmt.Errorf("key %x comes after %x", key, b.key)
	}
	b.key, b.announced, b.begun = append(b.key[:0], key...), announced, true
	return nil
}
