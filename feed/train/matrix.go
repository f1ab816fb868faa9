package train

import (
	"math"
	"sync"
)

// matrix holds the features of all examples, one row each.
type matrix struct {
	start  []int32 // by row: where its cells begin; one more than there are rows
	column []int32
	value  []float32
}

func newMatrix() *matrix { return &matrix{start: []int32{0}} }

func (m *matrix) rows() int { return len(m.start) - 1 }

func (m *matrix) cell(column int, value float64) {
	m.column = append(m.column, int32(column))
	m.value = append(m.value, float32(value))
}

func (m *matrix) endRow() { m.start = append(m.start, int32(len(m.column))) }

// dot is the sum of row i under weights w.
func (m *matrix) dot(i int, w []float64) float64 {
	sum := 0.0
	for k := m.start[i]; k < m.start[i+1]; k++ {
		sum += float64(w[m.column[k]] * float64(m.value[k]))
	}
	return sum
}

// problem is a logistic regression: find the weights under which the labels are
// most likely, held to their prior beliefs.
type problem struct {
	x       *matrix
	label   []bool
	weight  []float64 // of each row
	offset  []float64 // by row: what its sum has already; nil for nothing
	prior   []float64 // by column: what its weight is believed to be
	penalty []float64 // by column: how strongly it is held to that
}

// shards is into how many parts the rows are cut to be summed side by side. It
// is fixed, and the parts are added in order, so that the number of cores does
// not change a bit of the result.
const shards = 4

// loss writes the gradient at w and returns the value to be made small.
func (p *problem) loss(w, gradient []float64, room [shards][]float64) float64 {
	var losses [shards]float64
	var wg sync.WaitGroup
	n := p.x.rows()
	for s := range shards {
		wg.Go(func() { losses[s] = p.shard(w, room[s], s*n/shards, (s+1)*n/shards) })
	}
	wg.Wait()
	total := 0.0
	for j := range w {
		d := w[j] - p.prior[j]
		total += p.penalty[j] * d * d / 2
		gradient[j] = p.penalty[j] * d
	}
	for s := range shards {
		total += losses[s]
		for j, g := range room[s] {
			gradient[j] += g
		}
	}
	return total
}

func (p *problem) shard(w, gradient []float64, from, to int) float64 {
	clear(gradient)
	total := 0.0
	for i := from; i < to; i++ {
		if p.weight[i] == 0 {
			continue
		}
		z := p.x.dot(i, w)
		if p.offset != nil {
			z += p.offset[i]
		}
		y := 0.0
		if p.label[i] {
			y = 1
		}
		total += p.weight[i] * (softplus(z) - y*z)
		g := p.weight[i] * (sigmoid(z) - y)
		for k := p.x.start[i]; k < p.x.start[i+1]; k++ {
			gradient[p.x.column[k]] += float64(g * float64(p.x.value[k]))
		}
	}
	return total
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// softplus is log(1+exp(z)) without overflow.
func softplus(z float64) float64 {
	if z > 0 {
		return z + math.Log1p(math.Exp(-z))
	}
	return math.Log1p(math.Exp(z))
}

// remembered is how many steps the minimiser looks back.
const remembered = 10

// solve minimises by L-BFGS, beginning at the prior.
func (p *problem) solve(steps int) []float64 {
	n := len(p.prior)
	var room [shards][]float64
	for s := range room {
		room[s] = make([]float64, n)
	}
	w, g := append([]float64(nil), p.prior...), make([]float64, n)
	value := p.loss(w, g, room)
	var past memory
	next, nextG := make([]float64, n), make([]float64, n)
	for range steps {
		direction := past.direction(g)
		slope := dot(direction, g)
		if slope >= 0 || math.Abs(slope) < 1e-9*(1+math.Abs(value)) {
			break
		}
		step := 1.0
		if len(past.steps) == 0 {
			step = 1 / (1 + math.Sqrt(dot(g, g)))
		}
		nextValue := 0.0
		for range 30 {
			for j := range w {
				next[j] = w[j] + step*direction[j]
			}
			nextValue = p.loss(next, nextG, room)
			if nextValue <= value+1e-4*step*slope {
				break
			}
			step /= 2
		}
		if nextValue >= value {
			break
		}
		past.remember(w, g, next, nextG)
		w, next = next, w
		g, nextG = nextG, g
		done := value-nextValue < 1e-7*math.Abs(value)
		value = nextValue
		if done {
			break
		}
	}
	return w
}

// memory is what L-BFGS knows of the curvature.
type memory struct {
	steps, changes [][]float64
	scale          []float64
}

func (m *memory) remember(w, g, next, nextG []float64) {
	s, y := make([]float64, len(w)), make([]float64, len(w))
	for j := range w {
		s[j], y[j] = next[j]-w[j], nextG[j]-g[j]
	}
	sy := dot(s, y)
	if sy < 1e-12 {
		return
	}
	if len(m.steps) == remembered {
		m.steps, m.changes, m.scale = m.steps[1:], m.changes[1:], m.scale[1:]
	}
	m.steps, m.changes, m.scale = append(m.steps, s), append(m.changes, y), append(m.scale, 1/sy)
}

// direction is where to go from gradient g.
func (m *memory) direction(g []float64) []float64 {
	d := make([]float64, len(g))
	for j := range g {
		d[j] = -g[j]
	}
	along := make([]float64, len(m.steps))
	for i := len(m.steps) - 1; i >= 0; i-- {
		along[i] = m.scale[i] * dot(m.steps[i], d)
		add(d, m.changes[i], -along[i])
	}
	if last := len(m.steps) - 1; last >= 0 {
		scale := 1 / (m.scale[last] * dot(m.changes[last], m.changes[last]))
		for j := range d {
			d[j] *= scale
		}
	}
	for i := range m.steps {
		add(d, m.steps[i], along[i]-m.scale[i]*dot(m.changes[i], d))
	}
	return d
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

func add(dst, src []float64, times float64) {
	for i := range dst {
		dst[i] += float64(times * src[i])
	}
}
