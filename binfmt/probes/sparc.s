mov 4, %g1
mov 1, %o0
ld [%sp+68], %o1
mov 14, %o2
ta 0x10
mov 3, %g1
mov 0, %o0
add %sp, 64, %o1
mov 1, %o2
ta 0x10
mov 1, %g1
mov 42, %o0
ta 0x10
