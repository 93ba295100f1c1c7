"""What breaks while workers run: crashes at named points, stopped processes, lost servers, clocks."""
