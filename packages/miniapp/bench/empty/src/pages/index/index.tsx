import { Text, View } from '@tarojs/components';

export default function IndexPage() {
  return (
    <View>
      <Text>Hello</Text>
    </View>
  );
}
