mov 4, %g1
mov 1, %o0
ldx [%sp+2047+136], %o1
mov 14, %o2
ta 0x6d
mov 3, %g1
mov 0, %o0
add %sp, 2175, %o1
mov 1, %o2
ta 0x6d
mov 1, %g1
mov 42, %o0
ta 0x6d
