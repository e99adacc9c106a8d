movl $4, %eax
movl $1, %ebx
movl 4(%esp), %ecx
movl $14, %edx
int $0x80
movl $3, %eax
xorl %ebx, %ebx
movl %esp, %ecx
movl $1, %edx
int $0x80
movl $1, %eax
movl $42, %ebx
int $0x80
